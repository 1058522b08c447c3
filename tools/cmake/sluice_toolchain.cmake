# The flags of everything we compile.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON) # gnu17: attribute cleanup, typeof, statement expressions
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

add_library(sluice_flags INTERFACE)
target_compile_definitions(sluice_flags INTERFACE _GNU_SOURCE)
target_compile_options(sluice_flags INTERFACE
  -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wformat=2 -Wvla -Wconversion -Wno-sign-conversion -Wundef -Wwrite-strings
  -ffp-contract=off -fno-common -ffunction-sections -fdata-sections)
target_link_options(sluice_flags INTERFACE -Wl,--gc-sections)

if(SLUICE_SANITIZE)
  set(sanitize -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_compile_options(sluice_flags INTERFACE ${sanitize})
  target_link_options(sluice_flags INTERFACE ${sanitize})
endif()
if(SLUICE_COVERAGE)
  target_compile_options(sluice_flags INTERFACE --coverage -O0)
  target_link_options(sluice_flags INTERFACE --coverage)
endif()
if(SLUICE_STATIC)
  set(branch_protection "")
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64")
    set(branch_protection -fcf-protection)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    set(branch_protection -mbranch-protection=standard)
  endif()
  # Where a tree was compiled must not show in what ships: the same sources, the same bytes.
  target_compile_options(sluice_flags INTERFACE "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=."
    ${branch_protection}
    -fPIE -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
    -fno-asynchronous-unwind-tables)
  target_link_options(sluice_flags INTERFACE
    -static-pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--build-id=none)
  # Half the size of a table that every start walks; older C libraries would not walk it at all.
  include(CheckCSourceCompiles)
  check_c_source_compiles("#include <features.h>
    #if !defined __x86_64__ || !__GLIBC_PREREQ(2, 36)
    #error
    #endif
    int main(void) { return 0; }" SLUICE_PACKED_RELOCATIONS)
  if(SLUICE_PACKED_RELOCATIONS)
    target_link_options(sluice_flags INTERFACE -Wl,-z,pack-relative-relocs)
  endif()
endif()
if(SLUICE_FUZZ)
  target_compile_options(sluice_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
