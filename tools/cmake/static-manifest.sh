# static-manifest: what ends up in static binaries and in the image, for static-libraries to source:
# manifest.json and the texts of the licences. Of static-libraries it uses $prefix, $staged, $cross,
# $distribution, the tables of archives and image files, and owner_of.

# shellcheck disable=SC2154 # they are set there

# The SHA-256 of the .dsc of one version of a source package, nothing if apt knows that version no
# more. A .dsc names the checksums of all parts of a source package.
source_checksum() {
  { private_apt apt-cache showsrc --only-source "$1" 2>/dev/null || true; } |
    awk -v version="$2" '
      $1 == "Version:" { is_it = $2 == version }
      /^[^ ]/ { in_sums = $1 == "Checksums-Sha256:" }
      is_it && in_sums && $3 ~ /\.dsc$/ && !found { print $1; found = 1 }'
}

# One JSON object; none of the values can hold a character that JSON would want escaped. `part` says
# what it ends up in, `checksum` is of the source package's .dsc.
manifest_entry() {
  local name=$1 source=$2 version=$3 built=$4 licence=$5 part=$6 upstream checksum
  upstream=${version#*:}
  upstream=${upstream%-*}
  checksum=$(source_checksum "$source" "$version")
  [[ -n $checksum ]] ||
    say "apt knows no source package $source $version; upgrade the packages for its checksum" >&2
  printf '  {"name": "%s", "version": "%s", "source_package": "%s", "source_version": "%s", ' \
    "$name" "$upstream" "$source" "$version"
  printf '"source_sha256": %s, "distribution": "%s", "built": %s, "licence": "%s", "part": "%s"}' \
    "$([[ -n $checksum ]] && printf '"%s"' "$checksum" || echo null)" \
    "$distribution" "$built" "$licence" "$part"
}

# Small systems are told to keep no documentation, not even this.
install_licence() {
  local text=/usr/share/doc/$1/copyright
  [[ $cross == false || ! -e $prefix/sysroot$text ]] || text=$prefix/sysroot$text
  if [[ -f $text ]]; then
    install -D -m 644 "$text" "$staged/licences/$2"
  else
    say "this machine keeps no licence text of '$1'; '$prefix/licences' lacks it"
  fi
}

# An entry and the licence of what the distribution ships ready made.
shipped_entry() {
  local name=$1 path=$2 licence=$3 part=$4 owner package source version
  owner=$(owner_of "$path")
  IFS=$'\t' read -r package source version <<<"$owner"
  printf ',\n'
  manifest_entry "$name" "$source" "$version" false "$licence" "$part"
  install_licence "$package" "$name" >&2
}

write_manifest() {
  local row path
  {
    printf '[\n%s' "$built_entries"
    for row in "${archives[@]}"; do
      path=$(archive_path "${row%%|*}")
      shipped_entry "$(basename "${row%%|*}" .a)" "$path" "${row#*|}" executables
    done
    for row in "${image_files[@]}"; do
      path=${row%%|*}
      [[ ! -e $prefix/sysroot$path ]] || path=$prefix/sysroot$path
      IFS=$'\t' read -r name _ < <(owner_of "$path")
      shipped_entry "$name" "$path" "${row#*|}" image
    done
    printf '\n]\n'
  } >"$staged/manifest.json"
}
