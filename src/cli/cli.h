/* The program. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

/* Runs one command line and gives the exit code (enum base_exit). May be called again and again. */
int cli_run(int argc, char **argv);

#endif
