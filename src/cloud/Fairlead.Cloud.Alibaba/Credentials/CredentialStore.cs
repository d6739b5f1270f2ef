using Fairlead.Cloud.Alibaba.Calls;

namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>
/// The credentials that count now. They are asked for anew ahead of their end, by one flight at a time, while everybody goes on with
/// the old ones; if that fails, the old ones serve until they end.
/// </summary>
internal sealed class CredentialStore : IDisposable
{
    /// <summary>How long before their end new ones are asked for: the metadata service has them ready by then.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    /// <summary>Requests that are signed now must still be valid when they arrive.</summary>
    public static readonly TimeSpan LastUse = TimeSpan.FromSeconds(30);

    /// <summary>How often those without an end are looked at again: files and variables change without a word.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _ending;
    private readonly ICredentialSource _source;
    private readonly ServerClock _time;
    private readonly TimeProvider _clock;
    private Task<Credential>? _flight;
    private Credential? _current;
    private long _asked;

    /// <param name="time">The cloud's: ends are written in it.</param>
    public CredentialStore(ICredentialSource source, ServerClock time, TimeProvider clock)
    {
        (_source, _time, _clock, _ending) = (source, time, clock, _end.Token);
    }

    /// <exception cref="CredentialSourceException">There are none that are still valid.</exception>
    public async Task<Credential> GetAsync(CancellationToken cancel)
    {
        Task<Credential> flight;
        lock (_gate)
        {
            var usable = _current is { } current && IsUsable(current) ? current : null;
            if (usable is not null && !IsDue(usable))
            {
                return usable;
            }

            flight = _flight ??= AskAsync();
            if (usable is not null)
            {
                return usable;
            }
        }

        return await flight.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>The cloud refused these: they are asked for anew, whatever their end is.</summary>
    public void Distrust(Credential credential)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_current, credential))
            {
                _current = null;
            }
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private bool IsUsable(Credential credential) => credential.Expires is not { } end || end - LastUse > _time.Now;

    private bool IsDue(Credential credential)
    {
        var rested = _clock.GetElapsedTime(_asked) >= Recheck;
        return rested && (credential.Expires is not { } end || end - Ahead <= _time.Now);
    }

    private async Task<Credential> AskAsync()
    {
        // Nothing runs on the caller's thread, which holds the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var fresh = await _source.ReadAsync(_ending).ConfigureAwait(false);
            lock (_gate)
            {
                return _current = Same(fresh) ? _current! : fresh;
            }
        }
        catch (CredentialSourceException) when (Remaining() is { } old)
        {
            return old;
        }
        finally
        {
            lock (_gate)
            {
                _asked = _clock.GetTimestamp();
                _flight = null;
            }
        }
    }

    /// <summary>Records that hold the same are one object, so that <see cref="Distrust"/> knows them.</summary>
    private bool Same(Credential fresh) => _current is { } current && current == fresh;

    private Credential? Remaining()
    {
        lock (_gate)
        {
            return _current is { } current && IsUsable(current) ? current : null;
        }
    }
}
