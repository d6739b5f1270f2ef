using System.Text.RegularExpressions;

namespace Fairlead.Docs.Tests.Pages;

/// <summary>Output as a page shows it and as it comes: alike but for what chance and the clock decide.</summary>
internal static partial class SeenText
{
    /// <summary>The first line of the page that does not occur in the output, after those before it; null where all do.</summary>
    public static string? FirstMissing(IEnumerable<string> shown, string output)
    {
        var rest = new Queue<string>(output.Split('\n').Select(Plain));
        foreach (var line in shown.Where(line => line.Trim() is not ("" or "…")))
        {
            var pattern = new Regex($@"\A{Regex.Escape(Plain(line)).Replace("…", ".*", StringComparison.Ordinal)}\z");
            while (rest.TryPeek(out var seen) && !pattern.IsMatch(seen))
            {
                rest.Dequeue();
            }

            if (!rest.TryDequeue(out _))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>Without pods' addresses and MACs, names made of hashes, ports that the kernel chose, times and widths of columns.</summary>
    public static string Plain(string line)
    {
        line = PodAddress().Replace(line, "POD4");
        line = PodAddress6().Replace(line, "POD6");
        line = Hash().Replace(line, "HASH");
        line = PodMac().Replace(line, "MAC");
        line = Port().Replace(line, ":PORT");
        line = Time().Replace(line, "TIME");
        return Blanks().Replace(line, " ").Trim();
    }

    [GeneratedRegex(@"\b10\.244\.\d+\.[1-9]\d*\b")]
    private static partial Regex PodAddress();

    [GeneratedRegex(@"\bfd10:244:0:\d(:[0-9a-f]{1,4}){1,4}\b")]
    private static partial Regex PodAddress6();

    [GeneratedRegex(@"\bfl[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}\b")]
    private static partial Regex Hash();

    [GeneratedRegex(@"\b0[26]:f1(:[0-9a-f]{2}){4}\b")]
    private static partial Regex PodMac();

    [GeneratedRegex(@":[3-6]\d{4}\b")]
    private static partial Regex Port();

    [GeneratedRegex(@"\b\d+\.\d+ ms\b|\bafter \d+ s\b|\b\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d\d:\d\d:\d\d\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
