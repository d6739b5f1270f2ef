using System.Diagnostics;

namespace Fairlead.Kubernetes.Tests.Client;

internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Waits until it is so; fails when it never is.</summary>
    public static async Task Is(Func<bool> isSo, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(watch.Elapsed < Longest, $"{what}: not so after {Longest.TotalSeconds} s");
            await Task.Delay(10);
        }
    }
}
