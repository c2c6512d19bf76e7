public func programMain() {}
