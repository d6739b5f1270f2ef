namespace Fairlead.Cloud.Alibaba.Pacing;

/// <summary>Additive increase, multiplicative decrease, with a memory of where the last refusal was.</summary>
internal sealed class PaceRate(double first)
{
    // Calls per second. One call in ten seconds keeps an eye on a cloud that refuses all; no account has a limit near the upper one.
    private const double Slowest = 0.1;
    private const double Fastest = 1000;

    // What a refusal leaves of the pace. TCP's CUBIC takes 0.7; refusals cost more here than a packet does there, so the drop is small
    // and comes with a pause.
    private const double Drop = 0.85;

    // Up to this share of the pace that was refused last, growth is quick; above, a tenth of that, so refusals stay rare.
    private const double Near = 0.95;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private double _ceiling = double.PositiveInfinity;
    private int _refusals;

    public double PerSecond { get; private set; } = first;

    /// <summary>Calls that may go at once after a rest: what a quarter of a second is worth, at least one.</summary>
    public double Burst => Math.Max(1, PerSecond / 4);

    /// <param name="usedUp">The pace held this call back. Else it says nothing about what the cloud can bear.</param>
    public void Succeed(bool usedUp)
    {
        _refusals = 0;
        if (!usedUp)
        {
            return;
        }

        PerSecond = Math.Min(Fastest, PerSecond + (PerSecondEachSecond() / PerSecond));
        if (PerSecond > _ceiling * 1.1)
        {
            _ceiling = double.PositiveInfinity;
        }
    }

    /// <returns>How long nobody should call.</returns>
    public TimeSpan Refuse()
    {
        // Refusals in a row, each after a pause, say nothing about the pace that would have done.
        _ceiling = _refusals == 0 ? PerSecond : _ceiling;
        PerSecond = Math.Max(Slowest, PerSecond * Drop);
        var pause = FirstPause * Math.Pow(2, Math.Min(10, _refusals++));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>
    /// A call per second each second, more where the pace is beyond ten, so that 100 are found as soon as 10; and less below seven,
    /// where a step of that size would come with every other call. A tenth of it near the limit.
    /// </summary>
    private double PerSecondEachSecond() =>
        Math.Min(Math.Max(1, PerSecond / 10), PerSecond * PerSecond / 50) * (PerSecond < _ceiling * Near ? 1 : 0.1);
}
