/* For realpath(), which POSIX has in its X/Open part. */
#define _XOPEN_SOURCE 700 /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include "output/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool complain(struct diag_list *diags, const char *path, int error)
{
    return diag_error(diags, DIAG_FILE_UNWRITABLE, SRC_NOWHERE, "cannot write '%s': %s", path,
                      strerror(error));
}

/* False: errno says why. */
static bool write_all(int fd, const char *text, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, text, n);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        text += written;
        n -= (size_t)written;
    }
    return true;
}

static bool write_stdout(const char *text, struct diag_list *diags)
{
    errno = 0;
    bool ok = fputs(text, stdout) >= 0;
    ok = fflush(stdout) == 0 && ok && !ferror(stdout);
    return ok || diag_error(diags, DIAG_FILE_UNWRITABLE, SRC_NOWHERE,
                            "cannot write standard output: %s", strerror(errno != 0 ? errno : EIO));
}

/* A device, pipe or socket: there is nothing to rename. */
static bool write_special(const char *path, const char *text, struct diag_list *diags)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return complain(diags, path, errno);
    }
    bool ok = write_all(fd, text, strlen(text));
    int error = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        error = errno;
    }
    return ok || complain(diags, path, error);
}

static char *text_of(const char *directory, const char *rest)
{
    size_t size = strlen(directory) + strlen(rest) + 1;
    char *text = base_alloc(size);
    (void)snprintf(text, size, "%s%s", directory, rest);
    return text;
}

/* The directory part of `path` with its slash ("" when there is none). */
static char *directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    char *directory = base_alloc(n + 1);
    memcpy(directory, path, n);
    directory[n] = '\0';
    return directory;
}

/* The new name is durable only when its directory is; file systems that cannot sync directories are
 * none the worse for it. */
static void sync_directory(const char *directory)
{
    int fd = open(directory[0] == '\0' ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

/* As a plain open() would have made it. */
static mode_t mode_of_new(void)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

/* Fills the temporary file and puts it in its place. False: errno says why. */
static bool fill(int fd, const char *temporary, const char *path, const char *text, mode_t mode,
                 bool replace)
{
    bool ok = write_all(fd, text, strlen(text)) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
    int error = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        error = errno;
    }
    /* link() refuses a name that is taken, rename() replaces it: both at one stroke. */
    if (ok && (replace ? rename(temporary, path) : link(temporary, path)) != 0) {
        ok = false;
        error = errno;
    }
    if (!ok || !replace) {
        (void)unlink(temporary);
    }
    errno = error;
    return ok;
}

static bool write_beside(const char *path, const char *text, mode_t mode, bool replace,
                         struct diag_list *diags)
{
    char *directory = directory_of(path);
    char *temporary = text_of(directory, ".confab-XXXXXX");
    sigset_t ending, before;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    /* A signal that ends the program waits, so that the temporary file does not stay behind. */
    sigprocmask(SIG_BLOCK, &ending, &before);
    int fd = mkstemp(temporary);
    bool ok = fd >= 0 && fill(fd, temporary, path, text, mode, replace);
    int error = errno;
    if (ok) {
        sync_directory(directory);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    base_free(temporary);
    base_free(directory);
    return ok || complain(diags, path, error);
}

/* A file that exists: through symbolic links, and never past its write permission. */
static bool replace_file(const char *path, const char *text, const struct stat *old,
                         struct diag_list *diags)
{
    if (S_ISDIR(old->st_mode)) {
        return complain(diags, path, EISDIR);
    }
    if (access(path, W_OK) != 0) {
        return complain(diags, path, errno);
    }
    if (!S_ISREG(old->st_mode)) {
        return write_special(path, text, diags);
    }
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return complain(diags, path, errno);
    }
    bool ok = write_beside(real, text, old->st_mode & 0777, true, diags);
    free(real);
    return ok;
}

bool file_write(const char *path, const char *text, struct diag_list *diags)
{
    if (path == NULL || strcmp(path, "-") == 0) {
        return write_stdout(text, diags);
    }
    struct stat old;
    if (stat(path, &old) == 0) {
        return replace_file(path, text, &old, diags);
    }
    return write_beside(path, text, mode_of_new(), true, diags);
}

bool file_create(const char *path, const char *text, struct diag_list *diags)
{
    if (path == NULL || strcmp(path, "-") == 0) {
        return write_stdout(text, diags);
    }
    return write_beside(path, text, mode_of_new(), false, diags);
}
