# Sourced: single_file_image OUT.tar NAME FILE COMMAND… writes an image in docker-archive form that holds one static program.
single_file_image() {
  local out=$1 name=$2 file=$3; shift 3
  local work; work=$(mktemp -d)
  mkdir -p "$work/root/bin" && cp "$file" "$work/root/bin/" && mkdir -p "$work/root/tmp"
  tar --owner=0 --group=0 --numeric-owner --sort=name --mtime=@0 -C "$work/root" -cf "$work/layer.tar" .
  local layer config entrypoint
  layer=$(sha256sum <"$work/layer.tar" | cut -d' ' -f1)
  entrypoint=$(printf '"%s",' "$@")
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":[%s],"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$ARCH" "${entrypoint%,}" "$layer" >"$work/config.json"
  config=$(sha256sum <"$work/config.json" | cut -d' ' -f1)
  mv "$work/config.json" "$work/$config.json"
  printf '[{"Config":"%s.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$config" "$name" >"$work/manifest.json"
  tar -C "$work" -cf "$out" manifest.json "$config.json" layer.tar
  rm -rf "$work"
}
