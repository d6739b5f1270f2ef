using System.Globalization;
using System.Text.Json.Nodes;

namespace Fairlead.System.Tests.Walkthroughs;

/// <summary>
/// The walkthrough while controller, store, cloud and agents are killed all along: the same is tried, and all of it is seen. How many kills
/// there are at least, FAIRLEAD_SOAK_KILLS says; the moments come from a seed that is told.
/// </summary>
public sealed class WalkthroughKillTests(ITestOutputHelper output)
{
    [Fact]
    public void Whatever_is_killed_at_any_point_of_it_all_steps_see_the_same()
    {
        var least = int.TryParse(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : 1;
        var expected = WalkthroughRuns.Tried(WalkthroughRuns.Undisturbed);
        for (var (seed, kills) = (Environment.TickCount & int.MaxValue, 0); kills < least; seed++)
        {
            output.WriteLine($"seed {seed}");
            var report = WalkthroughRuns.AsRoot("--hostile-dhcp", "--kill", "all", "--seed", seed.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(expected, WalkthroughRuns.Tried(report));
            var done = report["kills"]!.AsArray();
            Assert.NotEmpty(done);
            output.WriteLine(string.Join(", ", done.Select(Told)));
            kills += done.Count;
        }
    }

    private static string Told(JsonNode? kill) => $"{kill!["part"]} at {kill["at"]}";
}
