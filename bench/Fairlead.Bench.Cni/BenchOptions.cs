using System.Globalization;
using Fairlead.Model.Problems;

namespace Fairlead.Bench.Cni;

/// <summary>What the bench was told.</summary>
internal sealed record BenchOptions(string Root, string State, string? Peers, bool Json, int Rounds, IReadOnlyList<string> Only)
{
    private const string Usage = "usage: bench/cni [--output text|json] [--rounds N] [--only MEASURE,…] [--state FOLDER]";

    /// <returns>Null, after saying why, for what is not understood.</returns>
    public static BenchOptions? Read(string[] arguments, IReadOnlyCollection<string> measures)
    {
        var options = new BenchOptions("", "", null, false, 60, [.. measures]);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var next = (arguments[i], value) switch
            {
                ("--root", _) => options with { Root = value },
                ("--state", _) => options with { State = value },
                ("--peers", _) => options with { Peers = value },
                ("--output", "json" or "text") => options with { Json = value == "json" },
                ("--rounds", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0 => options with { Rounds = rounds },
                ("--only", _) => options with { Only = value.Split(',') },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine($"bench/cni: '{arguments[i]} {value}' is not understood\n{Usage}");
                return null;
            }

            options = next;
        }

        if (options.Only.FirstOrDefault(name => !measures.Contains(name)) is { } unknown)
        {
            Console.Error.WriteLine($"bench/cni: {Nearest.Sentence("measure", unknown, measures)}");
            return null;
        }

        return options.Root.Length > 0 && options.State.Length > 0 ? options : null;
    }
}
