/// The functions of SQLite that the store uses, declared here so that its development headers need
/// not be installed; the library itself comes with every Swift toolchain, which keeps its own
/// records in it.
///
/// Source: the C interface, https://www.sqlite.org/c3ref/intro.html; these signatures are part of
/// its stable binary interface.
#ifndef CSQLITE_H
#define CSQLITE_H

#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
/// What SQLite calls to free bytes that were lent to it, or one of two constants.
typedef void (*sqlite3_destructor)(void *_Nullable);

int sqlite3_open_v2(const char *path, sqlite3 *_Nullable *_Nonnull database, int flags,
                    const char *_Nullable vfs);
int sqlite3_close_v2(sqlite3 *_Nullable database);
int sqlite3_busy_timeout(sqlite3 *database, int milliseconds);
int sqlite3_errcode(sqlite3 *_Nullable database);
const char *sqlite3_errmsg(sqlite3 *_Nullable database);
const char *sqlite3_errstr(int code);
int sqlite3_exec(sqlite3 *database, const char *sql, void *_Nullable callback,
                 void *_Nullable context, char *_Nullable *_Nullable message);
int sqlite3_get_autocommit(sqlite3 *database);

int sqlite3_prepare_v2(sqlite3 *database, const char *sql, int length,
                       sqlite3_stmt *_Nullable *_Nonnull statement,
                       const char *_Nullable *_Nullable tail);
int sqlite3_finalize(sqlite3_stmt *_Nullable statement);
int sqlite3_reset(sqlite3_stmt *statement);
int sqlite3_step(sqlite3_stmt *statement);

int sqlite3_bind_parameter_count(sqlite3_stmt *statement);
int sqlite3_bind_null(sqlite3_stmt *statement, int place);
int sqlite3_bind_int64(sqlite3_stmt *statement, int place, int64_t value);
int sqlite3_bind_double(sqlite3_stmt *statement, int place, double value);
int sqlite3_bind_text(sqlite3_stmt *statement, int place, const char *text, int length,
                      sqlite3_destructor _Nullable destructor);
int sqlite3_bind_blob64(sqlite3_stmt *statement, int place, const void *_Nullable bytes,
                        uint64_t count, sqlite3_destructor _Nullable destructor);
int sqlite3_bind_zeroblob64(sqlite3_stmt *statement, int place, uint64_t count);

int sqlite3_column_count(sqlite3_stmt *statement);
int sqlite3_column_type(sqlite3_stmt *statement, int column);
const char *sqlite3_column_name(sqlite3_stmt *statement, int column);
int64_t sqlite3_column_int64(sqlite3_stmt *statement, int column);
double sqlite3_column_double(sqlite3_stmt *statement, int column);
const unsigned char *_Nullable sqlite3_column_text(sqlite3_stmt *statement, int column);
const void *_Nullable sqlite3_column_blob(sqlite3_stmt *statement, int column);
int sqlite3_column_bytes(sqlite3_stmt *statement, int column);

#pragma clang assume_nonnull end

#endif
