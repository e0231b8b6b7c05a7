/* SPDX-License-Identifier: MIT
 *
 * cli.h: what the files of the command line share. Always holds: commands take their own name as argv[0], return the
 * exit status (0 done, 1 something failed, 2 usage or unreadable input), print results on standard output and
 * complaints on standard error, each on one line that begins with "regius: ".
 */
#ifndef RG_CLI_CLI_H
#define RG_CLI_CLI_H

#include <stdio.h>
#include <time.h>

#include "convert/convert.h"
#include "vm/api/regius.h"
#include "vm/base/status.h"
#include "vm/base/strbuf.h"
#include "vm/base/vec.h"
#include "vm/code/code.h"

enum { RG_EXIT_DONE = 0, RG_EXIT_FAILED = 1, RG_EXIT_USAGE = 2, RG_EXIT_INTERRUPTED = 130 };

int rg_cmd_run(int argc, char **argv); /* gets the whole command line: argv[0] is the program */
int rg_cmd_convert(int argc, char **argv);
int rg_cmd_verify(int argc, char **argv);
int rg_cmd_dis(int argc, char **argv);
int rg_cmd_count(int argc, char **argv);
int rg_cmd_report(int argc, char **argv);
int rg_cmd_opcodes(int argc, char **argv);
int rg_cmd_cache(int argc, char **argv);

/* The text of --help, commands included. */
void rg_cli_help(FILE *out);
/* "regius: COMMAND: TEXT" and a hint; returns RG_EXIT_USAGE. */
int rg_cli_usage_error(const char *command, const char *fmt, ...) RG_PRINTF(2, 3);
/* "regius: PATH: error: TEXT (offset 0xNNN)". */
void rg_cli_print_error(const char *path, const RgError *error);

/* ---- options.c ---- */

/* A decimal number within [low, high]; false and a complaint otherwise. */
bool rg_cli_parse_number(const char *command, const char *option, const char *text, long low, long high, long *value);
/* The comma-separated words of --assume into RG_ASSUME_x. */
bool rg_cli_parse_assume(const char *command, const char *text, uint32_t *assume);
/* Index of text in the NULL-ended list, or -1 after a complaint that lists the words. */
int rg_cli_parse_choice(const char *command, const char *option, const char *text, const char *const *words);

/* ---- progress.c ---- */

typedef struct RgCliProgress {
    bool on;
    struct timespec drawn;
} RgCliProgress;
/* Draws the bar at most twenty times a second, and, with a line's end, the last time. */
void rg_cli_progress_draw(RgCliProgress *p, size_t done, size_t total, bool last);
/* Clears its line, for another text. */
void rg_cli_progress_clear(const RgCliProgress *p);
double rg_cli_seconds_between(const struct timespec *a, const struct timespec *b);

/* ---- cmd_wordcode.c ---- */

typedef enum RgCliFormat { RG_CLI_TEXT, RG_CLI_CSV, RG_CLI_JSON } RgCliFormat;
/* `count --wordcode`: figures of the code in .pyc files and folders of them, by version; returns an exit status. */
int rg_cli_count_wordcode(int npaths, char **paths, RgCliFormat format, const char *output, bool progress);

/* ---- files.c ---- */

/* All of text to the file, or to `otherwise` when path is NULL; returns an exit status after a complaint. */
int rg_cli_write_text(const RgStrBuf *text, const char *path, FILE *otherwise);

/* All of a file in malloc'd memory (rg_mem_free). */
RgStatus rg_cli_read_file(const char *path, char **data, size_t *size, RgError *error);
/* Makes the folders that path lies in. */
bool rg_cli_make_parents(const char *path);

typedef struct RgCliFile {
    char *path;     /* malloc'd */
    char *relative; /* below the argument that it was found under; its last component for an argument that is a file */
    bool from_tree;
} RgCliFile;
typedef RG_VEC(RgCliFile) RgCliFiles;

/* Appends path itself, or, when it is a folder, every file in it whose name ends in one of the suffixes (NULL-ended),
 * sorted. Failures are printed; false when there was one. */
bool rg_cli_find_files(RgCliFiles *files, const char *path, const char *const *suffixes);
void rg_cli_files_fini(RgCliFiles *files);

/* ---- source.c ---- */

typedef struct RgCliSource {
    RgStrRef name; /* of the file; the text is the code's */
    char *text;
    RG_VEC(const char *) lines;
} RgCliSource;
/* Reads the file, unless it is the one that was read last; one that cannot be read has no lines. Begin with zeroes. */
void rg_cli_source_read(RgCliSource *source, RgStrRef filename);
/* Text of a line, from 1 on; "" where there is none. */
const char *rg_cli_source_line(const RgCliSource *source, int32_t line);
void rg_cli_source_fini(RgCliSource *source);

/* ---- diff.c ---- */

/* The lines of both texts in order: "- " before those of `before` alone, "+ " before those of `after` alone, and two blanks
 * before common ones. False, and nothing written, when the texts are the same. */
bool rg_cli_diff(RgStrBuf *out, const RgStrBuf *before, const RgStrBuf *after);

/* ---- program.c ---- */

/* Folder of the file that path leads to, symbolic links followed: sys.path[0] of a script. malloc'd, or NULL. */
char *rg_cli_script_folder(const char *path);
/* From now on Ctrl-C interrupts the program that r runs. */
void rg_cli_catch_interrupt(Regius *r);
/* Enters this program's path, which it puts into path, into config: sys.executable. */
void rg_cli_find_self(RegiusConfig *config, char *path, size_t size);
/* Calls fn(data) on a stack of its own, which it enters into config, when there is room for one. */
void rg_cli_run_on_stack(RegiusConfig *config, void (*fn)(void *data), void *data);

/* ---- load.c ---- */

/* A file's unit: .rgc images are loaded, anything else is converted with opts. data may be NULL, or is the file's
 * bytes. */
RgStatus rg_cli_load_unit(const char *path, const RgConvertOptions *opts, RgCodeUnit **unit, RgError *error);
/* The same, for source files too, which CPython compiles. Returns an exit status; unless it is 0 a complaint was printed. */
int rg_cli_load_program(const char *path, const RgConvertOptions *opts, RgCodeUnit **unit);
/* As rg_cli_load_unit, of a file's contents. */
RgStatus rg_cli_load_bytes(const char *data, size_t size, const RgConvertOptions *opts, RgCodeUnit **unit,
                           RgError *error);

/* Instructions (heads) of a code object. */
uint32_t rg_cli_count_instructions(const RgCode *code);

#endif
