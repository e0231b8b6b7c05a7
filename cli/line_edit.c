/* SPDX-License-Identifier: MIT
 *
 * line_edit.c: lines from a terminal through GNU readline, when configure found it: editing, history, completion of names.
 * The library's interface has no context argument, so what its callbacks reach is one object of the process, as the terminal is.
 */
#include "cli/line_edit.h"

#ifdef HAVE_READLINE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#define HISTORY_LINES 1000

static struct {
    Regius *regius;
    RegiusValue completer; /* bound method complete of an rlcompleter.Completer; 0: none */
    char *line;
    bool done;
    char *history; /* path, or NULL */
} editor;

static void on_line(char *line)
{
    rl_callback_handler_remove(); /* before the prompt would be shown again */
    editor.line = line;
    editor.done = true;
}

/* Keeps a line that differs from the one before it. */
static void remember(const char *line)
{
    HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;
    if (*line && (!last || strcmp(last->line, line) != 0)) add_history(line);
}

/* Waits for a character: 1 there is one, 0 look again, -1 Ctrl-C. SIGINT is let in only while this waits, so that it is not missed
 * when it comes just before. */
static int wait_for_input(Regius *r)
{
    fd_set fds;
    int fd = fileno(rl_instream);
    sigset_t interrupt, before;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &before);
    FD_ZERO(&fds);
    FD_SET(fd, &fds);
    int n = regius_is_interrupted(r) ? -1 : pselect(fd + 1, &fds, NULL, NULL, NULL, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return n > 0 ? 1 : regius_is_interrupted(r) ? -1 : 0;
}

static char *read_line(Regius *r, const char *prompt, void *data)
{
    editor.done = false;
    editor.line = NULL;
    rl_callback_handler_install(prompt, on_line);
    while (!editor.done) {
        int ready = wait_for_input(r);
        if (ready > 0) {
            rl_callback_read_char();
        } else if (ready < 0) {
            rl_free_line_state();
            rl_callback_sigcleanup();
            rl_cleanup_after_signal();
            rl_callback_handler_remove();
            return NULL;
        }
    }
    if (!editor.line) return strdup("");
    remember(editor.line);
    size_t len = strlen(editor.line);
    char *line = malloc(len + 2);
    if (line) {
        memcpy(line, editor.line, len);
        memcpy(line + len, "\n", 2);
    }
    free(editor.line);
    return line ? line : strdup("");
}

/* The state-th completion of text, as readline asks for them: malloc'd, or NULL. */
static char *complete(const char *text, int state)
{
    Regius *r = editor.regius;
    RegiusValue args[2] = {regius_str(r, text), regius_int(r, state)};
    RegiusValue found = args[0] ? regius_call(r, editor.completer, args, 2) : REGIUS_ERROR;
    const char *name = found && !regius_is_none(found) ? regius_as_text(r, found) : NULL;
    if (regius_error_pending(r)) regius_error_take(r);
    return name ? strdup(name) : NULL;
}

static char **complete_all(const char *text, int start, int end)
{
    rl_completion_append_character = '\0';
    rl_attempted_completion_over = 1; /* no file names */
    if (editor.completer) return rl_completion_matches(text, complete);
    rl_insert_text("\t");
    return NULL;
}

static void load_completer(Regius *r)
{
    RegiusValue module = regius_import(r, "rlcompleter");
    RegiusValue type = module ? regius_getattr(r, module, "Completer") : REGIUS_ERROR;
    RegiusValue object = type ? regius_call(r, type, NULL, 0) : REGIUS_ERROR;
    RegiusValue method = object ? regius_getattr(r, object, "complete") : REGIUS_ERROR;
    if (method && regius_keep(r, method)) editor.completer = method;
    if (regius_error_pending(r)) regius_error_take(r);
}

bool rg_line_edit_start(Regius *r, bool isolated)
{
    if (!isatty(0) || !isatty(1)) return false;
    rl_readline_name = "regius";
    rl_catch_signals = 0;
    rl_completer_word_break_characters = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?";
    rl_attempted_completion_function = complete_all;
    using_history();
    stifle_history(HISTORY_LINES);
    const char *home = isolated ? NULL : getenv("HOME");
    if (home && *home == '/') {
        size_t size = strlen(home) + sizeof "/.regius_history";
        editor.history = malloc(size);
        if (editor.history) snprintf(editor.history, size, "%s/.regius_history", home);
        if (editor.history) read_history(editor.history);
    }
    editor.regius = r;
    load_completer(r);
    regius_set_read_line(r, read_line, NULL);
    return true;
}

void rg_line_edit_finish(Regius *r)
{
    if (editor.history) write_history(editor.history);
    free(editor.history);
    editor.history = NULL;
    if (editor.completer) regius_release(r, editor.completer);
    editor.completer = 0;
    regius_set_read_line(r, NULL, NULL);
}

#else

bool rg_line_edit_start(Regius *r, bool isolated) { return false; }
void rg_line_edit_finish(Regius *r) {}

#endif
