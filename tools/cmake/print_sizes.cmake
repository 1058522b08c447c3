# Prints what the executables weigh when they are stripped, beside what they may weigh.
#   cmake -D PROGRAMS=a;b -D STRIP=strip -D SCRATCH=folder -P print_sizes.cmake

set(total 0)
foreach(program IN LISTS PROGRAMS)
  get_filename_component(name "${program}" NAME)
  execute_process(COMMAND "${STRIP}" -o "${SCRATCH}/${name}.stripped" "${program}"
    COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE "${SCRATCH}/${name}.stripped" bytes)
  file(REMOVE "${SCRATCH}/${name}.stripped")
  math(EXPR total "${total} + ${bytes}")
  math(EXPR kib "${bytes} / 1024")
  set(most "")
  if(name STREQUAL "sluice-data-validate")
    set(most " (at most 3072 KiB)")
  endif()
  message("  ${kib} KiB  ${name}${most}")
endforeach()
math(EXPR kib "${total} / 1024")
message("  ${kib} KiB  all together, stripped (at most 20480 KiB)")
