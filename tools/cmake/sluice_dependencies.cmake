# Every library of others, once. Each has one door: the folder of tools/core/ that includes its
# headers.

if(SLUICE_STATIC)
  # What Debian does not ship as a usable archive is built from its source packages.
  set(static_libraries "${CMAKE_SOURCE_DIR}/build/static-libraries")
  set(machine "")
  if(SLUICE_STATIC_ARCH)
    string(APPEND static_libraries "-${SLUICE_STATIC_ARCH}")
    set(machine --arch ${SLUICE_STATIC_ARCH})
  endif()
  execute_process(
    COMMAND "${CMAKE_SOURCE_DIR}/tools/cmake/static-libraries" ${machine} "${static_libraries}"
    COMMAND_ERROR_IS_FATAL ANY)
  set(ENV{PKG_CONFIG_PATH} "${static_libraries}/lib/pkgconfig:$ENV{PKG_CONFIG_PATH}")
  set(PKG_CONFIG_ARGN --static)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a) # or FindPkgConfig resolves to .so files and -static fails
endif()

find_package(PkgConfig REQUIRED)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1>=0.2.5)        # doc
pkg_check_modules(cjson REQUIRED IMPORTED_TARGET libcjson>=1.7.15)      # doc (API payloads)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8>=10.41)     # pattern
pkg_check_modules(md REQUIRED IMPORTED_TARGET libmd>=1.0.4)             # digest
pkg_check_modules(isal REQUIRED IMPORTED_TARGET libisal>=2.30)          # table
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd>=1.5)           # table
pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive>=3.6)     # archive
pkg_check_modules(crypto REQUIRED IMPORTED_TARGET libcrypto>=3.0)       # crypto
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl>=7.88)          # http
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3>=3.40)        # registry
if(BUILD_TESTING)
  pkg_check_modules(cmocka REQUIRED IMPORTED_TARGET cmocka>=1.1.5)      # unit tests
endif()
