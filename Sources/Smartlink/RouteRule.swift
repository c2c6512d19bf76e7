// The conditions of one compiled rule (layout in Route.swift): all that are asked must hold.
internal import Bytes

enum RouteRule {
    @_noLocks
    static func holds(_ visit: Visit, route: RawSpan, at rule: Int, request: RawSpan) -> Bool {
        let asks = route.byte(rule &+ 3)
        let systems = route.byte(rule &+ 4)
        if systems != 0, systems &>> visit.agent.os.number & 1 == 0 { return false }
        if asks & 1 != 0, visit.agent.isInApp != (asks & 2 != 0) { return false }
        if visit.now.ms < Int64(bitPattern: route.word(rule &+ 8)) { return false }
        if visit.now.ms >= Int64(bitPattern: route.word(rule &+ 16)) { return false }
        var place = rule &+ 24
        if asks & 4 != 0 {
            if !CountrySet.holds(visit.country, in: route, at: place) { return false }
            place &+= 88
        }
        let languages = Int(route.byte(rule &+ 5))
        if languages > 0 {
            if !hasLanguage(visit.language, route: route, at: place, count: languages) {
                return false
            }
            place &+= languages &* 4
        }
        let hosts = Int(route.byte(rule &+ 6))
        if hosts > 0 {
            var found = false
            var left = hosts
            while left > 0 {
                let count = Int(route.byte(place))
                let host = ByteSlice(offset: place &+ 1, count: count)
                if isHost(visit.referrer, in: request, under: host, of: route) { found = true }
                place &+= 1 &+ count
                left &-= 1
            }
            if !found { return false }
        }
        let channels = Int(route.byte(rule &+ 7))
        if channels == 0 { return true }
        return hasChannel(visit.channel, in: request, route: route, at: place, count: channels)
    }

    @_noLocks
    private static func hasLanguage(
        _ language: ShortCode, route: RawSpan, at offset: Int, count: Int
    ) -> Bool {
        guard language.rawValue != 0 else { return false }
        var place = offset
        while place < offset &+ count &* 4 {
            if route.integer(place, bytes: 4) == UInt64(language.rawValue) { return true }
            place &+= 4
        }
        return false
    }

    /// Whether `host` is `parent` or a subdomain of it; `parent` is in lower case.
    @_noLocks
    private static func isHost(
        _ host: ByteSlice, in request: RawSpan, under parent: ByteSlice, of route: RawSpan
    ) -> Bool {
        let behind = Int(host.count) &- Int(parent.count)
        guard behind >= 0, host.upperBound <= request.byteCount else { return false }
        if behind > 0, request.byte(host.lowerBound &+ behind &- 1) != 0x2E { return false }
        var place = 0
        while place < Int(parent.count) {
            let byte = lowercased(byte: request.byte(host.lowerBound &+ behind &+ place))
            if byte != route.byte(parent.lowerBound &+ place) { return false }
            place &+= 1
        }
        return true
    }

    @_noLocks
    private static func hasChannel(
        _ channel: ByteSlice, in request: RawSpan, route: RawSpan, at offset: Int, count: Int
    ) -> Bool {
        guard channel.count > 0 else { return false }
        var place = offset
        var left = count
        while left > 0 {
            let wanted = ByteSlice(offset: place &+ 1, count: Int(route.byte(place)))
            if isChannel(channel, in: request, wanted, of: route) { return true }
            place = wanted.upperBound
            left &-= 1
        }
        return false
    }

    /// Compares without case, decoding `%XX` and `+` of the query as it goes.
    @_noLocks
    private static func isChannel(
        _ channel: ByteSlice, in request: RawSpan, _ wanted: ByteSlice, of route: RawSpan
    ) -> Bool {
        var place = channel.lowerBound
        var target = wanted.lowerBound
        while place < channel.upperBound {
            guard target < wanted.upperBound else { return false }
            var byte = request.byte(place)
            place &+= 1
            if byte == 0x2B { byte = 0x20 }
            if byte == 0x25, place &+ 1 < channel.upperBound {
                let high = hexadecimal(request.byte(place))
                let low = hexadecimal(request.byte(place &+ 1))
                if high < 16, low < 16 {
                    byte = high << 4 | low
                    place &+= 2
                }
            }
            if lowercased(byte: byte) != route.byte(target) { return false }
            target &+= 1
        }
        return target == wanted.upperBound
    }

    /// The digit's value; 16 for anything else.
    @_noLocks
    private static func hexadecimal(_ byte: UInt8) -> UInt8 {
        if byte &- 48 < 10 { return byte &- 48 }
        let letter = (byte | 0x20) &- 97
        return letter < 6 ? letter &+ 10 : 16
    }
}
