# The kinds of targets there are.

# sluice_core_library(<name> SOURCES <file>... [LINK <target>...]): the folder tools/core/<name>
function(sluice_core_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  add_library(core_${name} STATIC ${arg_SOURCES})
  target_include_directories(core_${name} PUBLIC "${CMAKE_SOURCE_DIR}/tools/core")
  target_link_libraries(core_${name} PUBLIC sluice_flags ${arg_LINK})
endfunction()

# sluice_tool(<name> SOURCES <file>... [LINK <target>...]): the folder tools/<name>, which defines
# `const Tool tool_<name>`; executables are made of one or several of them.
function(sluice_tool name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  add_library(tool_${name} STATIC ${arg_SOURCES})
  target_include_directories(tool_${name} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(tool_${name} PUBLIC core_cli ${arg_LINK})
endfunction()

# sluice_unit_test(<module> [LINK <target>...]): tests/unit/test_<module>.c
function(sluice_unit_test module)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  add_executable(test_${module} test_${module}.c)
  set_target_properties(test_${module} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_include_directories(test_${module} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support")
  target_link_libraries(test_${module} PRIVATE ${arg_LINK} PkgConfig::cmocka)
  add_test(NAME unit/${module} COMMAND test_${module}
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}/tests/unit")
  set_tests_properties(unit/${module} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()

# sluice_fuzzer(<parser> [LINK <target>...]): tests/fuzz/fuzz_<parser>.c; with the preset `fuzz` a
# libFuzzer program, else one that replays tests/fuzz/corpus/<parser>/ as a test
function(sluice_fuzzer parser)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  add_executable(fuzz_${parser} fuzz_${parser}.c)
  set_target_properties(fuzz_${parser} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_include_directories(fuzz_${parser} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support")
  target_link_libraries(fuzz_${parser} PRIVATE ${arg_LINK})
  if(SLUICE_FUZZ)
    target_link_options(fuzz_${parser} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${parser} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/replay.c")
    add_test(NAME fuzz/${parser} COMMAND fuzz_${parser}
      "${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${parser}")
    set_tests_properties(fuzz/${parser} PROPERTIES LABELS fuzz TIMEOUT 120)
  endif()
endfunction()
