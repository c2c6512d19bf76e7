// Whoever builds `segue` gets segue-card beside it, as `segue-card-tool`, though the server links nothing of it: a
// tool that a plugin names is built before the target the plugin serves. Nothing is run and no source is made.
import PackagePlugin

@main
struct CardBeside: BuildToolPlugin {
    func createBuildCommands(
        context: PluginContext, target: any Target
    ) throws -> [Command] {
        _ = try context.tool(named: "segue-card")
        return []
    }
}
