using System.Globalization;
using System.Text.Json;

namespace Fairlead.Bench.Cloud.Packets;

/// <summary>In milliseconds.</summary>
internal sealed record NicTimes(IReadOnlyList<double> Attached, IReadOnlyList<double> Returned);

/// <summary>The part of the bench that needs namespaces, in a process that has some.</summary>
internal static class NicRun
{
    public const string Word = "nics";

    private const int WarmUp = 3;

    public static int Run(string rounds)
    {
        var (attached, returned) = (new List<double>(), new List<double>());
        using var world = new NicWorld();
        for (var i = -WarmUp; i < int.Parse(rounds, CultureInfo.InvariantCulture); i++)
        {
            var (came, back) = (world.Attach(out var eni), world.Lose(eni));
            world.Remove(eni);
            if (i >= 0)
            {
                attached.Add(came.TotalMilliseconds);
                returned.Add(back.TotalMilliseconds);
            }
        }

        Console.WriteLine(JsonSerializer.Serialize(new NicTimes(attached, returned)));
        return 0;
    }
}
