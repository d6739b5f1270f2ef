using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;

namespace Fairlead.Vpc.Gate;

/// <summary>What calls pass on their way to a cloud: rate limits, then the faults of a script. All faces of a cloud call it through this.</summary>
/// <param name="settings">Those of a cloud without a script; a script's own go over them while it is in use.</param>
public sealed class CloudGate(EmulatedCloud cloud, TimeProvider clock, CloudSettings? settings = null) : IDisposable
{
    private readonly CloudSettings _settings = settings ?? cloud.State.Settings;
    private readonly CallLimits _limits = new(clock);
    private readonly Lock _lock = new();
    private ScriptRun? _run;

    public EmulatedCloud Cloud { get; } = cloud;

    public FaultScript Script => Volatile.Read(ref _run)?.Script ?? FaultScript.None;

    /// <summary>By rule of the script: how many calls it was about.</summary>
    public IReadOnlyList<long> TimesMet => Volatile.Read(ref _run)?.TimesMet ?? [];

    /// <summary>From now on these faults, counted and timed from now; those of the script before are over.</summary>
    public void Use(FaultScript script)
    {
        lock (_lock)
        {
            _run?.Dispose();
            var run = new ScriptRun(script, Cloud, clock);
            Cloud.ExtraLag = script.LongestLag;
            Volatile.Write(ref _run, run);
            var wanted = script.Settings.Over(_settings);
            if (!wanted.Equals(Cloud.State.Settings))
            {
                Cloud.Use(wanted);
            }

            run.Start();
        }
    }

    /// <summary>Answers when the caller would be answered: a slow answer takes its time here. A refusal leaves everything as it was.</summary>
    /// <param name="account">Id of the account that the call is signed for: limits are its own.</param>
    public ValueTask<CloudAnswer> CallAsync(string account, CloudCall call, CancellationToken stopping = default)
    {
        if (_limits.Take(account, call.Action, Cloud.State.Settings) is { } refused)
        {
            return ValueTask.FromResult(new CloudAnswer(null, refused));
        }

        var fate = Volatile.Read(ref _run)?.Meet(call) ?? CallFate.Plain;
        var answer = Carry(call, fate);
        return fate.Delay <= TimeSpan.Zero ? ValueTask.FromResult(answer) : Later(answer, fate.Delay, stopping);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _run?.Dispose();
            _run = null;
        }
    }

    private CloudAnswer Carry(CloudCall call, CallFate fate)
    {
        if (fate.Error is { } error)
        {
            return new CloudAnswer(null, error);
        }

        if (fate.Loss == AnswerLoss.Before)
        {
            return CloudAnswer.Lost;
        }

        var (reply, no) = Cloud.Call(call, fate.Lag);
        return fate.Loss == AnswerLoss.After ? CloudAnswer.Lost : new CloudAnswer(reply, no);
    }

    private async ValueTask<CloudAnswer> Later(CloudAnswer answer, TimeSpan delay, CancellationToken stopping)
    {
        await Task.Delay(delay, clock, stopping).ConfigureAwait(false);
        return answer;
    }
}
