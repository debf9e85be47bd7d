/// The five functions of zlib that the readers use, declared here so that its development headers
/// need not be installed; the library itself comes with every Swift toolchain.
///
/// Source: the zlib manual, https://zlib.net/manual.html; these signatures are part of its stable
/// binary interface.
#ifndef CZLIB_H
#define CZLIB_H

#pragma clang assume_nonnull begin

typedef struct gzFile_s *gzFile;

gzFile _Nullable gzopen(const char *path, const char *mode);
int gzread(gzFile file, void *buffer, unsigned length);
const char *gzerror(gzFile file, int *code);
int gzclose(gzFile file);
int uncompress(unsigned char *out, unsigned long *out_length, const unsigned char *in,
               unsigned long in_length);

#pragma clang assume_nonnull end

#endif
