#include "cli/cli.h"

#include <signal.h>

int main(int argc, char **argv)
{
    /* A file that grows past the limit is then an error of writing like any other. */
    (void)signal(SIGXFSZ, SIG_IGN);
    return cli_run(argc, argv);
}
