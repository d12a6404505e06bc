# Each target is one line. `make run` and `make test` need nothing but git, make and Debian 12.
.PHONY: run test soak bench screenshots format tidy clean build peers
JOBS ?= $(shell nproc)

run: ; @packaging/prepare build && $(MAKE) -s build PRESET=release TARGETS="--target programs" && packaging/start build/release
test: ; @packaging/prepare build test && $(MAKE) -s peers && $(MAKE) -s build PRESET=test TARGETS="--target programs plain_tests" && $(MAKE) -s build PRESET=asan SET=-DKOPRU_BRIDGELESS=ON TARGETS="--target sanitized_tests" && ctest --preset asan -L sanitized && ctest --preset test -LE sanitized
soak: ; @packaging/prepare build test soak && bench/soak
bench: ; @packaging/prepare build test && $(MAKE) -s peers && $(MAKE) -s build PRESET=release TARGETS="--target benches" && bench/run build/release
screenshots: ; @packaging/prepare build test && $(MAKE) -s build PRESET=dev TARGETS="--target kopru-screenshots" && QT_QPA_PLATFORM=offscreen build/dev/bin/kopru-screenshots screenshots
format: ; @packaging/prepare soak && git ls-files '*.cpp' '*.h' | xargs clang-format-19 -i
tidy: ; @packaging/prepare build soak && cmake --preset dev >/dev/null && packaging/tidy
clean: ; rm -rf build screenshots tests/peers/node_modules

PRESET ?= dev
build: ; @cmake --preset $(PRESET) $(SET) >/dev/null && cmake --build --preset $(PRESET) -j $(JOBS) $(TARGETS)
peers: ; @cd tests/peers && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; }
