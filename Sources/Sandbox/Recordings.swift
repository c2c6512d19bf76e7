/// What is on the shelf from the start: recordings that exist, with their own codes, and one that is made up.
/// Ids that are not a platform's own are made from their place.
enum Recordings {
    static let all: [Release] = [
        Release(
            title: "Never Gonna Give You Up", artist: "Rick Astley",
            album: "Whenever You Need Somebody", isrc: "GBARL9300135", durationMs: 213_573,
            releaseDate: "1987-11-12",
            ids: [
                "spotify/track": "4cOdK2wGLETKBW3PvgPWqT", "apple-music/track": "1559523359",
                "apple-music/album": "1559523357", "youtube-music/track": "lYBUbBu4W08",
                "youtube/track": "dQw4w9WgXcQ",
            ]),
        Release(
            title: "Harder, Better, Faster, Stronger", artist: "Daft Punk", album: "Discovery",
            isrc: "GBDUW0000059", upc: "724384960650", durationMs: 224_693,
            releaseDate: "2001-03-12",
            ids: [
                "spotify/track": "5W3cjX2J3tjhG8zb6u0qHn", "deezer/track": "3135556",
                "deezer/album": "302127", "youtube/track": "gAjR4_CbPpQ",
            ]),
        Release(
            title: "Give Life Back to Music", artist: "Daft Punk", album: "Random Access Memories",
            isrc: "USQX91300101", upc: "886443927087", durationMs: 275_386,
            releaseDate: "2013-05-17",
            ids: [
                "spotify/album": "4m2880jivSbbyEGAKfITCa", "apple-music/album": "617154241",
                "deezer/album": "6575789",
            ]),
        Release(
            title: "Blinding Lights", artist: "The Weeknd", album: "After Hours",
            isrc: "USUG11904206", durationMs: 200_040, releaseDate: "2019-11-29",
            ids: [
                "spotify/track": "0VjIjW4GlUZAMYd2vXMi3b", "apple-music/track": "1499378615",
                "youtube/track": "4NRXx6U8ABQ",
            ]),
        Release(
            title: "Entropy", artist: "Beach Bunny", album: "Emotional Creature",
            isrc: "USQE92100257", upc: "810090090962", durationMs: 221_000,
            releaseDate: "2022-06-09",
            ids: ["apple-music/track": "1613600188", "apple-music/album": "1613600183"]),
        Release(
            title: "Bohemian Rhapsody", artist: "Queen", album: "A Night at the Opera",
            isrc: "GBUM71029604", durationMs: 354_320, releaseDate: "1975-11-21"),
        Release(
            title: "Smells Like Teen Spirit", artist: "Nirvana", album: "Nevermind",
            isrc: "USGF19942501", durationMs: 301_920, releaseDate: "1991-09-24"),
        Release(
            title: "Billie Jean", artist: "Michael Jackson", album: "Thriller",
            isrc: "USSM19902991", durationMs: 293_826, releaseDate: "1982-11-30"),
        Release(
            title: "Mr. Brightside", artist: "The Killers", album: "Hot Fuss",
            isrc: "USIR20400274", durationMs: 222_200, releaseDate: "2004-06-15"),
        Release(
            title: "Shape of You", artist: "Ed Sheeran", album: "÷ (Deluxe)",
            isrc: "GBAHS1600463", durationMs: 233_712, releaseDate: "2017-03-03"),
        Release(
            title: "Hello", artist: "Adele", album: "25", isrc: "GBBKS1500214",
            durationMs: 295_502, releaseDate: "2015-11-20"),
        Release(
            title: "bad guy", artist: "Billie Eilish",
            album: "WHEN WE ALL FALL ASLEEP, WHERE DO WE GO?", isrc: "USUM71900764",
            durationMs: 194_087, releaseDate: "2019-03-29"),
        // Nobody's: the made-up release of the demonstration.
        Release(
            title: "Sleeper", artist: "Mira", album: "Sleeper", isrc: "QZSBX2600001",
            upc: "199999000013", durationMs: 187_000, releaseDate: "2026-12-05"),
    ]
}
