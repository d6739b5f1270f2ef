using System.Diagnostics;
using Fairlead.AgentApi;

namespace Fairlead.Lab.Killing;

/// <summary>Which programs are killed again and again, and the seed of the moments.</summary>
/// <param name="Programs">Of <see cref="LabPart.Programs"/>.</param>
public sealed record KillPlan(IReadOnlyList<string> Programs, int Seed);

/// <summary>Something was killed, and started again.</summary>
/// <param name="At">Since the first moment.</param>
/// <param name="Away">Until it was started.</param>
/// <param name="Trouble">Why it did not come up; null where it did.</param>
public sealed record Kill(string Part, TimeSpan At, TimeSpan Away, string? Trouble);

/// <summary>
/// Kills parts of a lab at random moments, one after the other, until it is stopped. The same seed has the same parts and pauses; what
/// they meet differs, for nobody stops the clock.
/// </summary>
/// <param name="nodes">Whose agents may be killed.</param>
/// <param name="say">Is told of each, on another thread.</param>
internal sealed class RandomKills(LabParts parts, IReadOnlyList<string> nodes, KillPlan plan, Action<Kill> say) : IDisposable
{
    // Between two of them the lab gets somewhere: on a busy machine, where it takes long to come back, later.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);
    private const int ComebacksInPause = 3;
    private static readonly TimeSpan LongestOfAll = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMilliseconds(1500);

    private readonly Random _random = new(plan.Seed);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private TimeSpan _comeback;

    public void Start() => _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Returns when all that was killed runs again.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _running.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private void Run()
    {
        var since = Stopwatch.GetTimestamp();
        while (!_stop.Token.WaitHandle.WaitOne(Longest() * _random.NextDouble()))
        {
            var (part, away) = (Choose(), LongestAbsence * _random.NextDouble());
            var at = Stopwatch.GetElapsedTime(since);
            try
            {
                if (parts.KillAndStart(part, away))
                {
                    say(new Kill($"{part}", at, away, null));
                }
            }
            catch (Exception error) when (error is ControlException or LabException)
            {
                say(new Kill($"{part}", at, away, error.Message));
            }

            _comeback = Stopwatch.GetElapsedTime(since) - at - away;
        }
    }

    private TimeSpan Longest() => LongestPause + (_comeback * ComebacksInPause) is var pause && pause < LongestOfAll ? pause : LongestOfAll;

    private LabPart Choose()
    {
        var program = plan.Programs[_random.Next(plan.Programs.Count)];
        // Drawn in any case, so that what follows is the same.
        var node = nodes[_random.Next(nodes.Count)];
        return new LabPart(program, program == LabPart.Agent ? node : "");
    }
}
