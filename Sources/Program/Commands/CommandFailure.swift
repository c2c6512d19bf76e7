import EventLoop
import Geo
import Smartlink
import Store

/// Why a command did not do what it was asked for, for the person at the terminal.
struct CommandFailure: Error, Equatable {
    var message: String
    var code = ExitCode.failed
}

/// How the process ends.
enum ExitCode: Int32, Sendable {
    case done = 0
    /// It could not be done; the message says why.
    case failed = 1
    /// It was asked for in a way that means nothing: command line or configuration.
    case misused = 2
}

extension CommandFailure {
    /// Any room's error in words.
    init(describing error: any Error) {
        switch error {
        case let error as CommandFailure: self = error
        case let error as ConfigurationFailure:
            self.init(message: error.description, code: .misused)
        case let error as Failure: self.init(error)
        case let error as StoreFailure: self.init(message: "\(error)")
        case let error as AddressTaken: self.init(message: error.message)
        case let error as SystemFailure: self.init(message: "\(error)")
        case let error as GeoFailure: self.init(message: "geoDatabase: \(error.message)")
        default: self.init(message: "\(error)")
        }
    }

    private init(_ failure: Failure) {
        let isMisuse = failure.code == .invalidField || failure.code == .unknownField
        let field = failure.field.map { "\($0): " } ?? ""
        self.init(message: field + failure.message, code: isMisuse ? .misused : .failed)
    }
}
