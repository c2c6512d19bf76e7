// Where a fan goes: SPEC §2's order, whole, as one function of values.
public import Bytes

/// Decides where a visit goes. The order is SPEC §2's; the first step that applies wins.
///
/// Pure: same visit, route and catalogue, same decision. `request` holds the bytes the visit's
/// slices point into.
@_noLocks
public func decide(
    _ visit: Visit, route: RawSpan, request: RawSpan, catalogue: HotCatalogue
) -> Decision {
    if Route.isDisabled(route) { return Decision(kind: .gone, reason: .unavailable) }
    if case .preview = visit.agent.kind { return Decision(kind: .page, reason: .preview) }
    if Route.isBeforeRelease(route, at: visit.now, minutesAhead: visit.minutesAhead) {
        return Decision(kind: .presave, reason: .presave)
    }
    if visit.asked != 0 {
        return decideAsked(visit, route: route, catalogue: catalogue)
    }
    if visit.choosing { return Decision(kind: .page, reason: .page) }
    if Route.reaches(visit.remembered, route, from: visit.country, catalogue: catalogue) {
        return Decision(kind: .redirect, reason: .cookie, platform: visit.remembered)
    }
    let ruled = decideByRule(visit, route: route, request: request, catalogue: catalogue)
    if case .rule = ruled.reason { return ruled }
    if Route.reaches(visit.agent.app, route, from: visit.country, catalogue: catalogue) {
        return Decision(kind: .redirect, reason: .app, platform: visit.agent.app)
    }
    if Route.isDirect(route) {
        return decideByDevice(visit, route: route, catalogue: catalogue)
    }
    return Decision(kind: .page, reason: .page)
}

/// The platform the fan asked for; its search page where the link does not reach it; else the page.
@_noLocks
private func decideAsked(_ visit: Visit, route: RawSpan, catalogue: HotCatalogue) -> Decision {
    if Route.reaches(visit.asked, route, from: visit.country, catalogue: catalogue) {
        return Decision(kind: .redirect, reason: .asked, platform: visit.asked)
    }
    guard visit.asked < 64 else { return Decision(kind: .page, reason: .unavailable) }
    if catalogue.exists(visit.asked, in: visit.country), catalogue.hasSearch(visit.asked),
        Route.searchWords(route).count > 0
    {
        return Decision(kind: .search, reason: .search, platform: visit.asked)
    }
    return Decision(kind: .page, reason: .unavailable, platform: visit.asked)
}

/// The first rule that matches and whose platform is reached from here; reason `page` if there is
/// none.
@_noLocks
private func decideByRule(
    _ visit: Visit, route: RawSpan, request: RawSpan, catalogue: HotCatalogue
) -> Decision {
    var place = Int(route.integer(48, bytes: 4))
    var number: UInt8 = 0
    while number < route.byte(3) {
        let target = route.byte(place &+ 2)
        if RouteRule.holds(visit, route: route, at: place, request: request) {
            if target == 0 { return Decision(kind: .page, reason: .rule, rule: number) }
            if Route.reaches(target, route, from: visit.country, catalogue: catalogue) {
                return Decision(kind: .redirect, reason: .rule, platform: target, rule: number)
            }
        }
        place &+= Int(route.integer(place, bytes: 2))
        number &+= 1
    }
    return Decision(kind: .page, reason: .page)
}

/// The first platform of the device's order that the link reaches; the page if it reaches none.
@_noLocks
private func decideByDevice(_ visit: Visit, route: RawSpan, catalogue: HotCatalogue) -> Decision {
    var place = 0
    var platform = catalogue.ordered(0, for: visit.agent.os)
    while platform != 0 {
        if Route.reaches(platform, route, from: visit.country, catalogue: catalogue) {
            return Decision(kind: .redirect, reason: .device, platform: platform)
        }
        place &+= 1
        platform = catalogue.ordered(place, for: visit.agent.os)
    }
    return Decision(kind: .page, reason: .page)
}

/// Which parameters a location carries.
@frozen
public enum LocationForm: Sendable {
    /// The link's affiliate and UTM parameters.
    case tagged
    /// None of them: the fan said `Sec-GPC: 1` (SPEC §2).
    case bare
}

/// Appends the value of `Location` for a redirect or search decision; nothing for the other kinds.
@_noLocks
public func appendLocation(
    of decision: Decision, route: RawSpan, catalogue: HotCatalogue, form: LocationForm,
    to sink: inout ByteSink
) {
    switch decision.kind {
    case .redirect:
        let entry = Route.destination(route, on: decision.platform)
        guard entry >= 0 else { return }
        switch form {
        case .tagged:
            sink.append(
                route,
                ByteSlice(
                    offset: Int(route.integer(entry &+ 8, bytes: 4)),
                    count: Int(route.integer(entry &+ 12, bytes: 2))))
        case .bare:
            sink.append(
                route,
                ByteSlice(
                    offset: Int(route.integer(entry &+ 4, bytes: 4)),
                    count: Int(route.integer(entry &+ 2, bytes: 2))))
        }
    case .search:
        catalogue.appendSearch(
            on: decision.platform, words: Route.searchWords(route), in: route, to: &sink)
    case .page, .presave, .gone: return
    }
}
