import Bytes
import CCurl
import Glibc

/// One call on one libcurl handle; only the transfer thread touches it.
final class Transfer {
    let call: Call
    let easy: EasyHandle
    /// Lists that libcurl reads until the transfer ends.
    private var lists: [TextList] = []

    private var fields: [(name: String, value: String)] = []
    private var fieldBytes = 0
    private var isInHead = true
    private var body: [UInt8] = []
    private let bodyBytesMax: Int
    private var upload: ArraySlice<UInt8> = []
    private let policy: AddressPolicy
    private var isAddressRefused = false
    private var isTooLarge = false

    init(_ call: Call, _ easy: EasyHandle) {
        self.call = call
        self.easy = easy
        switch call.errand {
        case .request(let request, _):
            policy = request.policy
            bodyBytesMax = request.responseBytesMax
        case .letter(let letter):
            policy = .anything
            bodyBytesMax = 0
            upload = letter.message[...]
        }
    }

    /// Tells libcurl what to do; false if it refuses.
    func prepare(_ identity: TransferThread.Identity, totalMs: Int) -> Bool {
        watch()
        return switch call.errand {
        case .request(let request, let address):
            prepareAny(identity, totalMs: totalMs)
                && prepare(request, to: address, as: identity.userAgent)
        case .letter(let letter):
            prepareAny(identity, totalMs: totalMs) && prepare(letter)
        }
    }

    private func prepareAny(_ identity: TransferThread.Identity, totalMs: Int) -> Bool {
        easy.set(CURLOPT_NOSIGNAL, 1)
            && easy.set(CURLOPT_CONNECTTIMEOUT_MS, min(connectMsMax, totalMs))
            && easy.set(CURLOPT_TIMEOUT_MS, totalMs)
            && easy.set(CURLOPT_FOLLOWLOCATION, 0)
            && easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
            // A resolver that hangs must not hold up the thread when its transfer is given up.
            && easy.set(CURLOPT_QUICK_EXIT, 1)
            // A proxy of the environment would connect in our place, where no policy is looked at.
            && easy.set(CURLOPT_PROXY, "")
            && (identity.certificates.map { easy.set(CURLOPT_CAINFO, $0) } ?? true)
    }

    private var connectMsMax: Int {
        switch call.errand {
        case .request: Limits.connectMsMax
        // libcurl counts greeting and login to it, and mail servers keep strangers waiting on purpose.
        case .letter: Limits.letterConnectMsMax
        }
    }

    /// How it ended, by libcurl's word and by what the flows noticed.
    func outcome(_ code: CURLcode) -> Outcome {
        var status = 0
        unsafe segue_get_number(easy.pointer, CURLINFO_RESPONSE_CODE, &status)
        var outcome = Outcome(status: status, fields: fields, body: body)
        outcome.isUploaded = upload.isEmpty
        // libcurl's word for a refused MAIL or RCPT.
        outcome.isEnvelopeRefused = code == CURLE_SEND_ERROR
        outcome.isLoginRefused = code == CURLE_LOGIN_DENIED
        if code != CURLE_OK { outcome.failure = failure(code) }
        return outcome
    }

    private func failure(_ code: CURLcode) -> OutboundFailure.Kind {
        if isAddressRefused { return .addressRefused }
        if isTooLarge { return .tooLarge }
        return switch code {
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_COULDNT_RESOLVE_HOST: .unresolved
        case CURLE_COULDNT_CONNECT: .unconnected
        case CURLE_URL_MALFORMAT: .malformed
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED:
            .untrusted
        default: .broken
        }
    }

    /// Sets a list that libcurl reads until the transfer ends.
    func set(_ option: CURLoption, list texts: [String]) -> Bool {
        guard let list = TextList(texts) else { return false }
        lists.append(list)
        return easy.set(option, list)
    }

    // MARK: Flows

    private func watch() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe segue_set_pointer(easy.pointer, CURLOPT_WRITEDATA, context)
        unsafe segue_set_flow(easy.pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            unsafe Transfer.of(context).take(body: .init(start: bytes, count: size * count))
        }
        unsafe segue_set_pointer(easy.pointer, CURLOPT_HEADERDATA, context)
        unsafe segue_set_flow(easy.pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            unsafe Transfer.of(context).take(line: .init(start: bytes, count: size * count))
        }
        unsafe segue_set_pointer(easy.pointer, CURLOPT_READDATA, context)
        unsafe segue_set_flow(easy.pointer, CURLOPT_READFUNCTION) { bytes, size, count, context in
            unsafe Transfer.of(context).give(.init(start: bytes, count: size * count))
        }
        guard case .publicOnly = policy else { return }
        unsafe segue_set_open_socket(
            easy.pointer,
            { context, _, place in unsafe Transfer.of(context).open(place) }, context)
        unsafe segue_set_before_request(
            easy.pointer,
            { context, address, _, _, _ in
                unsafe Transfer.of(context).allows(address)
                    ? CURL_PREREQFUNC_OK
                    : CURL_PREREQFUNC_ABORT
            }, context)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context = unsafe context else { preconditionFailure("libcurl lost its context") }
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    private func take(body bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= bodyBytesMax else {
            isTooLarge = true
            return 0
        }
        unsafe body.append(contentsOf: bytes)
        return bytes.count
    }

    /// One line of a head; those of an interim answer are replaced by the next, trailers are passed over.
    private func take(line bytes: UnsafeRawBufferPointer) -> Int {
        guard case .request = call.errand else { return bytes.count }
        fieldBytes += bytes.count
        guard fieldBytes <= Limits.fieldBytesMax else {
            isTooLarge = true
            return 0
        }
        let line = unsafe String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            fields = []
            isInHead = true
        } else if line.allSatisfy(\.isNewline) {
            isInHead = false
        } else if isInHead, let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...]
            fields.append((line[..<colon].lowercased(), trimmed(value)))
        }
        return bytes.count
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private func give(_ space: UnsafeMutableRawBufferPointer) -> Int {
        let part = upload.prefix(space.count)
        unsafe space.copyBytes(from: part)
        upload = upload.dropFirst(part.count)
        return part.count
    }

    // MARK: Addresses

    private func open(_ place: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        // The structure's last member is longer than its type where the address is.
        guard let place = unsafe place, let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr),
            let address = unsafe AddressPolicy.address(
                of: UnsafeRawPointer(place) + start, bytes: Int(place.pointee.addrlen)),
            policy.allows(address)
        else {
            isAddressRefused = true
            return CURL_SOCKET_BAD
        }
        let cloexec = Int32(SOCK_CLOEXEC.rawValue)
        return unsafe socket(
            place.pointee.family, place.pointee.socktype | cloexec, place.pointee.protocol)
    }

    /// Before every request, also over a connection that another policy opened.
    private func allows(_ text: UnsafeMutablePointer<CChar>?) -> Bool {
        if let text = unsafe text, let address = unsafe PeerAddress(String(cString: text)),
            policy.allows(address)
        {
            return true
        }
        isAddressRefused = true
        return false
    }
}
