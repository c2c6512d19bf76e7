#pragma once
#include <sqlite3.h>

// What Swift cannot import: SQLITE_TRANSIENT is a cast macro, sqlite3_db_config is variadic.

static inline int segue_bind_text(sqlite3_stmt *statement, int place, const char *text, int bytes) {
    return sqlite3_bind_text(statement, place, text, bytes, SQLITE_TRANSIENT);
}

static inline int segue_bind_blob(sqlite3_stmt *statement, int place, const void *blob, int bytes) {
    if (bytes == 0) return sqlite3_bind_zeroblob(statement, place, 0);
    return sqlite3_bind_blob(statement, place, blob, bytes, SQLITE_TRANSIENT);
}

static inline int segue_keep_log_on_close(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

static inline int segue_defend(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
