import CCurl

/// libcurl's handle of one transfer at a time; of connections, whoever holds it knows nothing.
@safe
struct EasyHandle: Hashable {
    let pointer: UnsafeMutableRawPointer

    /// Nil if there is no memory.
    init?() {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
    }

    init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

    static func == (one: EasyHandle, other: EasyHandle) -> Bool {
        unsafe one.pointer == other.pointer
    }

    func hash(into hasher: inout Hasher) { unsafe hasher.combine(pointer) }

    /// Forgets the options, for the next transfer.
    func reset() { unsafe curl_easy_reset(pointer) }

    func close() { unsafe curl_easy_cleanup(pointer) }

    // MARK: Options; false if libcurl refuses

    func set(_ option: CURLoption, _ value: Int) -> Bool {
        unsafe segue_set_number(pointer, option, value) == CURLE_OK
    }

    func set(_ option: CURLoption, bytesCount value: Int) -> Bool {
        unsafe segue_set_bytes_count(pointer, option, curl_off_t(value)) == CURLE_OK
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) -> Bool {
        unsafe segue_set_text(pointer, option, value) == CURLE_OK
    }

    func set(_ option: CURLoption, bytes value: [UInt8]) -> Bool {
        unsafe value.withUnsafeBytes { bytes in
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            return unsafe segue_set_pointer(pointer, option, start) == CURLE_OK
        }
    }

    /// `list` must live until the transfer ends.
    func set(_ option: CURLoption, _ list: TextList) -> Bool {
        unsafe segue_set_list(pointer, option, list.first) == CURLE_OK
    }
}

/// libcurl's list of texts.
@safe
final class TextList {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    /// Nil if there is no memory.
    init?(_ texts: [String]) {
        unsafe first = nil
        for text in texts {
            guard let longer = unsafe curl_slist_append(first, text) else { return nil }
            unsafe first = longer
        }
    }

    deinit { unsafe curl_slist_free_all(first) }
}
