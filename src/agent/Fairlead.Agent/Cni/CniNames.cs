using System.Text;
using System.Text.RegularExpressions;

namespace Fairlead.Agent.Cni;

/// <summary>What names may look like, to the letter of CNI 1.1.0 and of the kernel.</summary>
internal static partial class CniNames
{
    /// <summary>
    /// IFALIASZ is 256 octets with its final NUL, and the alias of a link holds <c>fairlead:</c>, the container id, a slash
    /// and the interface's name: 256 - 1 - 9 - 1 - 15. Runtimes use 64.
    /// </summary>
    public const int LongestContainerId = 230;

    /// <summary>Container ids and network names. <c>\z</c>, since <c>$</c> also matches before a final newline.</summary>
    public static bool IsIdentifier(string text) => Identifier().IsMatch(text);

    /// <returns>What is wrong with the interface name, null where nothing is.</returns>
    public static string? InterfaceProblem(string name) =>
        name.Length == 0 ? "is empty"
        // IFNAMSIZ of include/uapi/linux/if.h is 16 octets with the final NUL.
        : Encoding.UTF8.GetByteCount(name) > 15 ? "is longer than 15 octets"
        : name is "." or ".." ? "is '.' or '..'"
        : name.Any(character => character is '/' or ':' || char.IsWhiteSpace(character)) ? "contains '/', ':' or white space"
        : name.Any(char.IsControl) ? "contains a control character"
        : null;

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.\-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
