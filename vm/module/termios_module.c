/* SPDX-License-Identifier: MIT
 *
 * termios_module.c: modes of terminals. Attributes are a list of seven: the four flag words, both speeds, and the control characters.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <linux/serial.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"
#include "vm/module/select.h"
#include "vm/object/list.h"

#define FUNCTION(NAME) static RgValue f_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgValue failed(RgThread *th)
{
    RgStr *text = rg_str_from_cstr(th, strerror(errno));
    RgValue e[2] = {rg_from_int(errno), rg_from_ptr(text)};
    return text ? rg_raise_call(th, (RgType *)RG_MODULE_STATE(th, termios), e, 2) : RG_ERROR;
}

FUNCTION(tcgetattr)
{
    int fd;
    struct termios mode;
    if (!rg_select_fd(th, args[0], &fd)) return RG_ERROR;
    if (tcgetattr(fd, &mode) < 0) return failed(th);
    RgList *out = rg_list_new(th, 7), *chars = out ? rg_list_new(th, NCCS) : NULL;
    for (int i = 0; chars && i < NCCS; i++) {
        bool number = !(mode.c_lflag & ICANON) && (i == VMIN || i == VTIME); /* a count and a time, then */
        RgValue v = number ? rg_from_int(mode.c_cc[i]) : rg_from_ptr(rg_bytes_new(th, &mode.c_cc[i], 1));
        if (!v || !rg_list_append(th, chars, v)) return RG_ERROR;
    }
    if (!chars) return RG_ERROR;
    RgValue items[7] = {rg_from_int(mode.c_iflag),        rg_from_int(mode.c_oflag),        rg_from_int(mode.c_cflag), rg_from_int(mode.c_lflag),
                        rg_from_int(cfgetispeed(&mode)), rg_from_int(cfgetospeed(&mode)), rg_from_ptr(chars)};
    for (int i = 0; i < 7; i++)
        if (!rg_list_append(th, out, items[i])) return RG_ERROR;
    return rg_from_ptr(out);
}

/* The control characters of a list: bytes of one, or integers. */
static bool fill_chars(RgThread *th, RgValue v, struct termios *mode)
{
    if (!rg_is_list(v) || RG_LIST(v)->length != NCCS) {
        rg_raise(th, RG_EXC_TypeError, "tcsetattr: attributes[6] must be %d element list", NCCS);
        return false;
    }
    for (int i = 0; i < NCCS && i < RG_LIST(v)->length; i++) {
        RgValue c = RG_LIST(v)->items[i];
        int64_t n;
        if (rg_is_bytes(c) && RG_BYTES(c)->length == 1) {
            mode->c_cc[i] = RG_BYTES(c)->data[0];
        } else if (rg_is_integer(c)) {
            if (!rg_number_as_i64(th, c, &n)) return false;
            mode->c_cc[i] = (cc_t)n;
        } else {
            rg_raise(th, RG_EXC_TypeError, "tcsetattr: elements of attributes must be characters or integers");
            return false;
        }
    }
    return true;
}

FUNCTION(tcsetattr)
{
    int fd, when;
    if (!rg_select_fd(th, args[0], &fd) || !rg_posix_int(th, args[1], &when)) return RG_ERROR;
    if (!rg_is_list(args[2]) || RG_LIST(args[2])->length != 7) return rg_raise(th, RG_EXC_TypeError, "tcsetattr, arg 3: must be 7 element list");
    struct termios mode;
    if (tcgetattr(fd, &mode) < 0) return failed(th);
    int64_t n[6];
    for (int i = 0; i < 6; i++)
        if (i >= RG_LIST(args[2])->length || !rg_number_as_i64(th, RG_LIST(args[2])->items[i], &n[i])) return RG_ERROR;
    mode.c_iflag = (tcflag_t)n[0];
    mode.c_oflag = (tcflag_t)n[1];
    mode.c_cflag = (tcflag_t)n[2];
    mode.c_lflag = (tcflag_t)n[3];
    RgValue chars = RG_LIST(args[2])->length == 7 ? RG_LIST(args[2])->items[6] : RG_NONE;
    if (!fill_chars(th, chars, &mode)) return RG_ERROR;
    if (cfsetispeed(&mode, (speed_t)n[4]) < 0 || cfsetospeed(&mode, (speed_t)n[5]) < 0 || tcsetattr(fd, when, &mode) < 0) return failed(th);
    return RG_NONE;
}

/* A call on a descriptor with one more number. */
static RgValue with_number(RgThread *th, const RgValue *args, int (*fn)(int fd, int number))
{
    int fd, number;
    if (!rg_select_fd(th, args[0], &fd) || !rg_posix_int(th, args[1], &number)) return RG_ERROR;
    return fn(fd, number) < 0 ? failed(th) : RG_NONE;
}

FUNCTION(tcsendbreak)
{
    return with_number(th, args, tcsendbreak);
}

FUNCTION(tcflush)
{
    return with_number(th, args, tcflush);
}

FUNCTION(tcflow)
{
    return with_number(th, args, tcflow);
}

FUNCTION(tcdrain)
{
    int fd;
    if (!rg_select_fd(th, args[0], &fd)) return RG_ERROR;
    return tcdrain(fd) < 0 ? failed(th) : RG_NONE;
}

FUNCTION(tcgetwinsize)
{
    int fd;
    struct winsize size;
    if (!rg_select_fd(th, args[0], &fd)) return RG_ERROR;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) return failed(th);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(size.ws_row), rg_from_int(size.ws_col)));
}

FUNCTION(tcsetwinsize)
{
    int fd;
    if (!rg_select_fd(th, args[0], &fd)) return RG_ERROR;
    RgTuple *t = rg_is_sequence(th, args[1]) ? rg_to_tuple(th, args[1]) : NULL;
    if (rg_raised(th)) return RG_ERROR;
    if (!t || rg_tuple_len(t) != 2) return rg_raise(th, RG_EXC_TypeError, "tcsetwinsize, arg 2: must be a two-item sequence");
    int64_t rows, columns;
    if (!rg_number_as_i64(th, t->items[0], &rows) || !rg_number_as_i64(th, t->items[1], &columns)) return RG_ERROR;
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) return failed(th);
    size.ws_row = (unsigned short)rows;
    size.ws_col = (unsigned short)columns;
    if (size.ws_row != rows || size.ws_col != columns) return rg_raise(th, RG_EXC_OverflowError, "winsize value(s) out of range.");
    return ioctl(fd, TIOCSWINSZ, &size) < 0 ? failed(th) : RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD("tcgetattr", "($module, fd, /)", "The modes of a terminal.", f_tcgetattr),
    RG_METHOD("tcsetattr", "($module, fd, when, attributes, /)", "Set the modes of a terminal.", f_tcsetattr),
    RG_METHOD("tcsendbreak", "($module, fd, duration, /)", "Send a break.", f_tcsendbreak),
    RG_METHOD("tcdrain", "($module, fd, /)", "Wait until everything is written.", f_tcdrain),
    RG_METHOD("tcflush", "($module, fd, queue, /)", "Discard queued data.", f_tcflush),
    RG_METHOD("tcflow", "($module, fd, action, /)", "Stop or continue input or output.", f_tcflow),
    RG_METHOD("tcgetwinsize", "($module, fd, /)", "Rows and columns of a terminal.", f_tcgetwinsize),
    RG_METHOD("tcsetwinsize", "($module, fd, winsize, /)", "Set rows and columns of a terminal.", f_tcsetwinsize), RG_METHOD_END};

bool rg_module_init_termios(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
#define CONST(NAME) {#NAME, NAME},
#define CONST_AS(NAME, VALUE) {#NAME, VALUE},
#include "vm/module/termios_constants.def"
#undef CONST
#undef CONST_AS
    };
    RgType *error = rg_module_exception(th, "termios", "error", RG_EXC(th, Exception));
    RG_MODULE_STATE(th, termios) = error;
    return error && rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows)) && rg_module_set(th, m, "error", rg_from_ptr(error)) && rg_module_add_functions(th, m, functions);
}
