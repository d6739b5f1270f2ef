using System.Diagnostics;

namespace Fairlead.Lab.Walkthrough;

/// <summary>Waiting for what others bring about, for a bounded time.</summary>
internal static class Waiting
{
    // An ENI is made, attached and given within some seconds; a busy machine takes its time for all of it.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <returns>Whether it came to hold in time.</returns>
    public static bool Until(Func<bool> holds, TimeSpan patience)
    {
        var since = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(since) > patience)
            {
                return false;
            }

            Thread.Sleep(Glance);
        }

        return true;
    }
}
