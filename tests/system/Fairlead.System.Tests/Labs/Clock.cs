using System.Diagnostics;

namespace Fairlead.System.Tests.Labs;

/// <summary>Waiting by the clock for what comes by itself.</summary>
internal static class Clock
{
    /// <summary>Ten times what it takes on an idle machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static void Until(string what, Func<bool> holds, TimeSpan? patience = null)
    {
        var since = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < (patience ?? Patience), $"not in time: {what}");
            Thread.Sleep(50);
        }
    }
}
