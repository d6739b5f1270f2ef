using System.Text;
using Microsoft.Extensions.Primitives;

namespace Fairlead.Kubernetes.Store.Hosting;

/// <summary>What a caller is told beside the answer, as headers (RFC 7234, section 5.5).</summary>
internal static class WarningHeader
{
    // As Kubernetes has it (apiserver/pkg/endpoints/filters/warning.go): a client refuses an answer whose headers have no end.
    private const int MostOfOne = 256;
    private const int MostTogether = 4096;

    public static StringValues Of(IReadOnlyList<string> warnings)
    {
        var headers = new List<string>();
        var length = 0;
        foreach (var warning in warnings)
        {
            var text = Quoted(warning);
            length += text.Length;
            if (length > MostTogether)
            {
                break;
            }

            headers.Add($"299 - {text}");
        }

        return new StringValues([.. headers]);
    }

    // Names of fields are anybody's text, and the server sends nothing but ASCII: an answer must not fail by them, the object is written.
    private static string Quoted(string warning)
    {
        var text = new StringBuilder("\"");
        foreach (var letter in warning.Length <= MostOfOne ? warning : warning[..MostOfOne])
        {
            switch (letter)
            {
                case '"' or '\\':
                    text.Append('\\').Append(letter);
                    break;
                case >= ' ' and <= '~':
                    text.Append(letter);
                    break;
                default:
                    text.Append('?');
                    break;
            }
        }

        return text.Append('"').ToString();
    }
}
