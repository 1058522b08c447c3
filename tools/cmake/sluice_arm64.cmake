# Compiles for arm64 on another machine, against what static-libraries unpacked and built for it.
# Used by the preset static-arm64; on an arm64 machine the preset `static` does the same.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

# sluice_dependencies runs static-libraries for this machine, into a folder of its own. Only it knows
# of the sysroot; until it ran nothing can be linked, so CMake's first trial is told not to.
set(SLUICE_STATIC_ARCH arm64)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

set(libraries "${CMAKE_CURRENT_LIST_DIR}/../../build/static-libraries-arm64")
cmake_path(ABSOLUTE_PATH libraries NORMALIZE)
set(usr "${libraries}/sysroot/usr")
execute_process(COMMAND "${CMAKE_C_COMPILER}" -dumpversion
  OUTPUT_VARIABLE compiler_major OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "\\..*" "" compiler_major "${compiler_major}")
set(folders "${usr}/lib/aarch64-linux-gnu" "${usr}/lib/gcc/aarch64-linux-gnu/${compiler_major}")
list(TRANSFORM folders REPLACE "(.+)" "-B\\1 -L\\1" OUTPUT_VARIABLE link_flags)
list(JOIN link_flags " " link_flags)

# gcc's own cross packages hold an older C library, which would come first otherwise.
set(CMAKE_C_FLAGS_INIT "-isystem ${usr}/include/aarch64-linux-gnu -isystem ${usr}/include")
set(CMAKE_EXE_LINKER_FLAGS_INIT "${link_flags}")

set(CMAKE_FIND_ROOT_PATH "${libraries}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)

# Packages of this machine must not answer for those of the other one.
set(ENV{PKG_CONFIG_LIBDIR} "${usr}/lib/aarch64-linux-gnu/pkgconfig:${usr}/share/pkgconfig")
