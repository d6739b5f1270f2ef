using System.Text.RegularExpressions;
using Fairlead.Lab.Processes;

namespace Fairlead.Docs.Tests.Commands;

/// <summary>The tool's commands and options as its own help tells them.</summary>
internal sealed partial class CommandTree
{
    private readonly Dictionary<string, string> _help = [];

    /// <summary>What is wrong with words that a page writes behind <c>fairlead</c>; null where they can be typed so.</summary>
    public string? Mistake(IReadOnlyList<string> words)
    {
        var path = "";
        foreach (var word in words)
        {
            var commands = Commands(path);
            if (commands.Count == 0 || !Word().IsMatch(word))
            {
                break;
            }

            // agent kill|start: each of them.
            foreach (var one in word.Split('|'))
            {
                if (!commands.Contains(one))
                {
                    return $"fairlead{path} has no command {one}";
                }
            }

            path += $" {word.Split('|')[0]}";
        }

        var option = words.TakeWhile(word => word != "--").Select(word => word.Trim('[', ']', '…'))
            .FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal) && !Help(path).Contains(word, StringComparison.Ordinal));
        return option is null ? null : $"fairlead{path} has no option {option}";
    }

    private HashSet<string> Commands(string path) =>
        [.. Help(path).Split('\n').SkipWhile(line => line != "Commands:").Skip(1).Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0)];

    private string Help(string path)
    {
        if (!_help.TryGetValue(path, out var text))
        {
            var tool = Path.Combine(Checkout.Root, "artifacts", "bin", "fairlead", "release", "fairlead.dll");
            text = _help[path] = Run.ToEnd(["dotnet", tool, .. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;
        }

        return text;
    }

    [GeneratedRegex(@"\A[a-z]+(\|[a-z]+)*\z")]
    private static partial Regex Word();
}
