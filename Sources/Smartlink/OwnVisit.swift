// Artists open their own links too, to see how they look: kept like every event, and counted like none.
extension Agent {
    /// The same browser, known for that of the link's own artist; a bot stays a bot.
    public var asOwn: Agent {
        @_noLocks get {
            var agent = self
            if case .human = kind {
                agent.kind = .prefetch
                agent.botClass = .own
            }
            return agent
        }
    }
}
