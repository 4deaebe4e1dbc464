/* The commands: each runs with its options and gives the exit code. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

#define COMMAND(name, function, word, arguments, least, most, formats, summary, help)              \
    int command_##function(const struct options *options);
#include "cli/commands.def"
#undef COMMAND

#endif
