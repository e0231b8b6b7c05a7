/* SPDX-License-Identifier: MIT
 *
 * image_save.c: the bytes of an image become a file. Always holds: whoever opens the name meets a whole file, the old
 * one or the new one, and nothing is left behind when it fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/base/strbuf.h"
#include "vm/code/image.h"

static bool write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        data += n;
        size -= (size_t)n;
    }
    return true;
}

/* A new file beside the one that is to appear; its permissions are what the umask leaves, as for any new file. */
static int open_temporary(const char *path, RgStrBuf *name)
{
    uint64_t mark = (uint64_t)getpid() << 20 ^ (uint64_t)(uintptr_t)name >> 4; /* differs between threads */
    for (int tries = 0; tries < 100; tries++) {
        rg_strbuf_clear(name);
        rg_strbuf_printf(name, "%s.%llx", path, (unsigned long long)(mark + (uint64_t)tries * 0x9e3779b9u));
        if (name->failed) {
            errno = ENOMEM;
            return -1;
        }
        int fd = open(name->data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

/* The finished file takes its name. One that has the name already changes places with it and is removed: whoever opens
 * the name meets one or the other, and the system need not write the new one out at once, as it does when rename
 * replaces a file. */
static bool publish(const char *temporary, const char *path)
{
    struct stat st;
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0) return true;
    if (errno == EEXIST && lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
        renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_EXCHANGE) == 0)
        return unlink(temporary) == 0;
    return rename(temporary, path) == 0;
}

/* Whether a file of just these bytes has the name already. Its time is set as if it were new; nothing else happens to
 * it: whoever has it mapped goes on sharing it, and the system neither makes nor removes a file. */
static bool is_there(const char *path, const char *data, size_t size)
{
    char part[16384];
    struct stat st;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return false;
    bool same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == size;
    for (size_t done = 0; same && done < size;) {
        ssize_t n = read(fd, part, RG_MIN(sizeof part, size - done));
        if (n < 0 && errno == EINTR) continue;
        same = n > 0 && memcmp(part, data + done, (size_t)n) == 0;
        if (same) done += (size_t)n;
    }
    same = same && futimens(fd, NULL) == 0;
    close(fd);
    return same;
}

RgStatus rg_image_save_bytes(const char *path, const void *data, size_t size, RgError *error)
{
    if (is_there(path, data, size)) return RG_OK;
    RgStrBuf temporary;
    rg_strbuf_init(&temporary);
    int fd = open_temporary(path, &temporary);
    int why = errno;
    bool done = false;
    if (fd >= 0) {
        done = write_all(fd, data, size);
        why = errno;
        if (close(fd) != 0 && done) {
            done = false;
            why = errno;
        }
        if (done && !publish(temporary.data, path)) {
            done = false;
            why = errno;
        }
        if (!done) unlink(temporary.data);
    }
    rg_strbuf_fini(&temporary);
    return done ? RG_OK : rg_error_set(error, ERR_FILE_WRITE, UINT64_MAX, "%s", strerror(why));
}
