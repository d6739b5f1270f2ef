# Sourced: finds the .NET SDK where installers put it. It is first in PATH then for all that is started from here; where there is none, says how to get it.
for dotnet in "$(command -v dotnet)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
  [ ! -x "$dotnet" ] || break
done
if [ ! -x "$dotnet" ]; then
  echo "${0##*/}: the .NET SDK 10 is missing: https://dotnet.microsoft.com/download/dotnet/10.0, or 'apt-get install dotnet-sdk-10.0'" >&2
  exit 1
fi
PATH=${dotnet%/*}:$PATH
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$dotnet")")}     # for programs that could not be compiled ahead
