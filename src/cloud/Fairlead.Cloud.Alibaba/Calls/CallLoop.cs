using System.Collections.Concurrent;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Cloud.Alibaba.Pacing;

namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>
/// A call until it is answered for good: in its turn, with the credentials of the day, and again where that is safe. What bears a
/// client token may always be repeated. What does not is looked at first, if no answer came: it may be done.
/// </summary>
internal sealed class CallLoop(
    OpenApiChannel channel, CredentialStore credentials, ServerClock time, CallMetrics metrics, AlibabaCloudOptions options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, CallPacer> _pacers = [];

    public IEnumerable<KeyValuePair<string, double>> Paces => _pacers.Select(pacer => KeyValuePair.Create(pacer.Key, pacer.Value.Pace));

    /// <param name="look">Null where repeating does no harm.</param>
    /// <exception cref="CloudException">The cloud's last word, or why there is none.</exception>
    public async Task<OpenApiAnswer> RunAsync(OpenApiCall call, OutcomeLook? look, CancellationToken cancel)
    {
        var run = new CallRun(call, look, clock.GetTimestamp());
        try
        {
            var answer = await RepeatAsync(run, cancel).ConfigureAwait(false);
            Tell(run, "OK", answer.RequestId);
            return answer;
        }
        catch (CloudException error)
        {
            Tell(run, error.Code, error.RequestId);
            throw;
        }
        catch (OperationCanceledException)
        {
            Tell(run, "Cancelled", "");
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var pacer in _pacers.Values)
        {
            pacer.Dispose();
        }
    }

    private async Task<OpenApiAnswer> RepeatAsync(CallRun run, CancellationToken cancel)
    {
        while (true)
        {
            var refusal = await TryAsync(run, cancel).ConfigureAwait(false);
            if (refusal is null)
            {
                return run.Answer!;
            }

            run.MayBeDone |= refusal.MayBeDone;
            run.Refusal = refusal;
            if (await IsSeenDoneAsync(run, refusal, cancel).ConfigureAwait(false))
            {
                return OpenApiAnswer.Seen;
            }

            // The pacer holds back who was throttled, and a corrected signature has nothing to wait for.
            var wait = run.SignAgain || refusal.IsThrottled ? TimeSpan.Zero : Backoff(run.Attempts);
            if (!IsWorthRepeating(run, refusal) || wait > Left(run))
            {
                throw LastWord(run, refusal);
            }

            await Task.Delay(wait, clock, cancel).ConfigureAwait(false);
        }
    }

    /// <returns>Null when it was granted.</returns>
    private async Task<CloudException?> TryAsync(CallRun run, CancellationToken cancel)
    {
        var credential = await CredentialAsync(run.Call, cancel).ConfigureAwait(false);
        var pacer = _pacers.GetOrAdd(run.Call.Action, _ => new CallPacer(options.FirstPace, clock));
        var ticket = await TurnAsync(pacer, run, cancel).ConfigureAwait(false);
        var (began, revision) = (clock.GetTimestamp(), time.Revision);
        run.Attempts++;
        try
        {
            run.Answer = await channel.SendAsync(run.Call, credential, cancel).ConfigureAwait(false);
            pacer.Granted(ticket);
            metrics.Attempt(run.Call.Action, "OK", clock.GetElapsedTime(began));
            return null;
        }
        catch (CloudException error)
        {
            metrics.Attempt(run.Call.Action, error.Code, clock.GetElapsedTime(began));
            if (error.IsThrottled)
            {
                pacer.Refused(ticket);
            }

            run.SignAgain = await IsWorthSigningAgainAsync(run, error, credential, revision, cancel).ConfigureAwait(false);
            return error;
        }
    }

    private async Task<PaceTicket> TurnAsync(CallPacer pacer, CallRun run, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Left(run), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            return await pacer.WaitAsync(run.Attempts > 0, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw run.Refusal is { } refusal
                ? LastWord(run, refusal)
                : new CloudException(
                    CloudErrorKind.Throttled, run.Call.Action, run.Call.Resource, "PaceTooSlow",
                    $"its turn did not come within {options.CallDeadline.TotalSeconds:0} s; the cloud lets {pacer.Pace:0.#} calls a second pass");
        }
    }

    private async Task<Credential> CredentialAsync(OpenApiCall call, CancellationToken cancel)
    {
        try
        {
            return await credentials.GetAsync(cancel).ConfigureAwait(false);
        }
        catch (CredentialSourceException error)
        {
            throw new CloudException(CloudErrorKind.CredentialsRefused, call.Action, call.Resource, "NoCredentials", error.Message);
        }
    }

    /// <summary>Once per call, where the clock was corrected or there are newer keys.</summary>
    private async Task<bool> IsWorthSigningAgainAsync(CallRun run, CloudException error, Credential used, int revision, CancellationToken cancel)
    {
        if (ErrorCodes.IsAboutTime(error) && time.Revision != revision && !run.ClockCorrected)
        {
            return run.ClockCorrected = true;
        }

        if (!ErrorCodes.IsAboutKeys(error) || run.KeysRenewed)
        {
            return false;
        }

        run.KeysRenewed = true;
        credentials.Distrust(used);
        return await CredentialAsync(run.Call, cancel).ConfigureAwait(false) != used;
    }

    private async Task<bool> IsSeenDoneAsync(CallRun run, CloudException refusal, CancellationToken cancel)
    {
        if (!run.MayBeDone || run.Look is not { } look || !(look.AtOnce || refusal.IsConflict))
        {
            return false;
        }

        using var limit = new CancellationTokenSource(Left(run), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            return await look.IsDone(either.Token).ConfigureAwait(false);
        }
        catch (CloudException)
        {
            // Who cannot look does not know, and goes on trying until the deadline.
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static bool IsWorthRepeating(CallRun run, CloudException refusal) =>
        run.SignAgain || ErrorCodes.MayPass(refusal) ||
        // Refusing the second request, where the first may be done, says little as long as descriptions lag.
        (run.MayBeDone && run.Look is not null && refusal.IsConflict);

    /// <summary>The refusal, and that an earlier request of the same call may be done, unless this one shows that it is not.</summary>
    private static CloudException LastWord(CallRun run, CloudException refusal) =>
        run.MayBeDone && (ErrorCodes.MayPass(refusal) || run.Look is not null) ? refusal.AsMaybeDone() : refusal;

    private TimeSpan Left(CallRun run)
    {
        var left = options.CallDeadline - clock.GetElapsedTime(run.Began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private TimeSpan Backoff(int attempts)
    {
        var full = options.FirstBackoff * Math.Pow(2, Math.Min(16, attempts - 1));
        var capped = full < options.LongestBackoff ? full : options.LongestBackoff;
        return capped * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    private void Tell(CallRun run, string code, string requestId) =>
        metrics.Call(new CallRecord(run.Call.Action, run.Call.Resource, clock.GetElapsedTime(run.Began), run.Attempts, code, requestId));
}
