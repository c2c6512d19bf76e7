public import Smartlink

extension Actions {
    /// The streaming services this server knows, as configured now.
    public func listPlatforms() -> [Platform] { surroundings.catalogue().platforms }
}
