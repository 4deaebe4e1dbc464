# Confab. `make demo` and `make check` install what is missing (Debian); plain `make` builds build/confab.
# Variants beside it: V=debug, V=san (address and undefined-behaviour sanitizers), V=tsan (threads), V=cov.
V ?= release
prefix ?= /usr/local
bindir ?= $(prefix)/bin
libdir ?= $(prefix)/lib
includedir ?= $(prefix)/include
mandir ?= $(prefix)/share/man
datadir ?= $(prefix)/share
docdir ?= $(datadir)/doc/confab

CONFAB_DATA ?= ../shared/data
export CONFAB_DATA

CC ?= cc
JOBS = $(shell nproc)
AR ?= ar
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
    -Wmissing-prototypes -Wold-style-definition -Wwrite-strings -Wcast-qual -Wcast-align -Wpointer-arith \
    -Wformat=2 -Wundef -Wvla -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference -Wdouble-promotion
CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS_debug := -O0 -g3 -DCONFAB_DEBUG
CFLAGS_san := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -DCONFAB_DEBUG
CFLAGS_tsan := -O1 -g -fsanitize=thread -DCONFAB_DEBUG
CFLAGS_cov := -O0 -g --coverage -DCONFAB_DEBUG
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
LDFLAGS_san := -fsanitize=address,undefined
LDFLAGS_tsan := -fsanitize=thread
LDFLAGS_cov := --coverage
CFLAGS ?= $(CFLAGS_$(V))
LDFLAGS ?= $(LDFLAGS_$(V))

# Recursive, so that a first `make demo` asks pkg-config only after it has been installed.
PKG_CFLAGS = $(shell pkg-config --cflags yaml-0.1 libcjson uuid libxml-2.0 libical libzip 2>/dev/null)
PKG_LIBS = $(shell pkg-config --libs yaml-0.1 libcjson uuid libxml-2.0 libical libzip 2>/dev/null) -lglpk -lm -pthread
ALL_CFLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc $(WARNINGS) $(if $(DEV),-Werror) -MMD -MP \
    $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS)

B := build/$(V)
SOURCES := $(sort $(wildcard src/*/*.c))
MAIN := src/cli/main.c
OBJECTS := $(SOURCES:%.c=$(B)/%.o)
LIB_OBJECTS := $(filter-out $(B)/src/cli/%,$(OBJECTS))
CLI_OBJECTS := $(filter-out $(B)/$(MAIN:.c=.o),$(filter $(B)/src/cli/%,$(OBJECTS)))
TESTS := $(sort $(wildcard tests/unit/*.c))
TEST_PROGRAMS := $(TESTS:tests/unit/%.c=$(B)/tests/%)
TEST_SUPPORT := $(patsubst %.c,$(B)/%.o,$(wildcard tests/*.c))

PROGRAM := $(if $(filter release,$(V)),build/confab,$(B)/confab)

.PHONY: all tests check demo bench bench-past install uninstall clean coverage fuzz lint format packages docs
all: $(PROGRAM)

$(PROGRAM): $(B)/$(MAIN:.c=.o) $(CLI_OBJECTS) $(B)/libconfab.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LDLIBS)

$(B)/libconfab.a: $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(B)/tests/%.o: ALL_CFLAGS += -Itests
$(B)/tests/%: $(B)/tests/unit/%.o $(TEST_SUPPORT) $(CLI_OBJECTS) $(B)/libconfab.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) -lcmocka $(LDLIBS)

tests: $(TEST_PROGRAMS)
.SECONDARY:

packages:
	@sh tests/install-packages $(PACKAGES_FOR)

# What each needs is looked up first and installed only when it is missing.
demo:
	@sh tests/install-packages build
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@build/confab solve problems/xen-summit-2013.yaml --format text

check:
	@sh tests/install-packages build check
	@$(MAKE) --no-print-directory -s -j$(JOBS) all build/release/tests/mismatch
	@$(MAKE) --no-print-directory -s -j$(JOBS) V=san all tests
	@sh tests/run

# BENCH: options of bench/run, such as --quick.
bench:
	@sh tests/install-packages build check heavy
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@bench/run $(BENCH)

# BENCH: options of bench/past, such as --quick. Needs the test data.
bench-past:
	@sh tests/install-packages build check heavy
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@PATH=/usr/bin:$$PATH bench/past $(BENCH)

install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir) $(DESTDIR)$(includedir)/confab $(DESTDIR)$(mandir)/man1 \
	    $(DESTDIR)$(datadir)/confab/problems $(DESTDIR)$(docdir)
	install -m 755 build/confab $(DESTDIR)$(bindir)/confab
	install -m 644 $(B)/libconfab.a $(DESTDIR)$(libdir)/libconfab.a
	install -m 644 include/confab/* $(DESTDIR)$(includedir)/confab/
	install -m 644 docs/confab.1 $(DESTDIR)$(mandir)/man1/confab.1
	install -m 644 problems/* $(DESTDIR)$(datadir)/confab/problems/
	install -m 644 README.md docs/*.md docs/*.svg $(DESTDIR)$(docdir)/

uninstall:
	rm -f $(DESTDIR)$(bindir)/confab $(DESTDIR)$(libdir)/libconfab.a $(DESTDIR)$(mandir)/man1/confab.1
	rm -rf $(DESTDIR)$(includedir)/confab $(DESTDIR)$(datadir)/confab $(DESTDIR)$(docdir)

clean:
	rm -rf build

coverage:
	@$(MAKE) --no-print-directory -s -j$(JOBS) V=cov all tests
	@V=cov sh tests/run
	gcovr --root . --exclude tests/ build/cov --print-summary

FUZZ_SECONDS ?= 60
fuzz:
	@sh tests/fuzz/run $(FUZZ_SECONDS)

lint:
	@sh tests/lint

format:
	clang-format-14 -i $$(git ls-files '*.c' '*.h')

# The pages that are made from the program's own tables.
docs: all
	build/confab rules --format markdown > docs/rules.md
	build/confab diagnostics --format markdown > docs/diagnostics.md

-include $(OBJECTS:.o=.d) $(TEST_SUPPORT:.o=.d) $(TEST_PROGRAMS:$(B)/tests/%=$(B)/tests/unit/%.d)
