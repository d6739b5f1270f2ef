using System.Globalization;
using Fairlead.Model.Problems;

namespace Fairlead.Bench;

/// <summary>What a bench was told; both understand the same words.</summary>
/// <param name="State">A folder of the bench's own; what is in it is deleted.</param>
/// <param name="Peers">Where eng/peers.sh unpacks, or null.</param>
/// <param name="Only">Names of the measures that are wanted.</param>
public sealed record BenchOptions(string Root, string State, string? Peers, bool Json, int Rounds, IReadOnlyList<string> Only)
{
    /// <summary>Of the pods that are measured; empty where a bench has no modes.</summary>
    public string Mode { get; init; } = "";

    private const string Usage = "[--output text|json] [--rounds N] [--only MEASURE,…] [--state FOLDER]";

    /// <param name="bench">The command as the user typed it.</param>
    /// <param name="rounds">What is taken when nothing is said.</param>
    /// <param name="modes">Of which one can be chosen; the first is taken when nothing is said.</param>
    /// <returns>Null, after saying why, for what is not understood.</returns>
    public static BenchOptions? Read(string bench, string[] arguments, IReadOnlyCollection<string> measures, int rounds, params string[] modes)
    {
        var options = new BenchOptions("", "", null, false, rounds, [.. measures]) { Mode = modes.FirstOrDefault() ?? "" };
        var usage = modes.Length == 0 ? Usage : $"[--mode {string.Join('|', modes)}] {Usage}";
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var next = (arguments[i], value) switch
            {
                ("--root", _) => options with { Root = value },
                ("--state", _) => options with { State = value },
                ("--peers", _) => options with { Peers = value },
                ("--output", "json" or "text") => options with { Json = value == "json" },
                ("--rounds", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 => options with { Rounds = count },
                ("--mode", _) when modes.Contains(value) => options with { Mode = value },
                ("--only", _) => options with { Only = value.Split(',') },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine($"{bench}: '{arguments[i]} {value}' is not understood\nusage: {bench} {usage}");
                return null;
            }

            options = next;
        }

        if (options.Only.FirstOrDefault(name => !measures.Contains(name)) is { } unknown)
        {
            Console.Error.WriteLine($"{bench}: {Nearest.Sentence("measure", unknown, measures)}");
            return null;
        }

        return options.Root.Length > 0 && options.State.Length > 0 ? options : null;
    }
}
