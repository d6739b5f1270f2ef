namespace Fairlead.Cloud.Alibaba.Circuits;

/// <summary>
/// vSwitches that had too few addresses: for a time they are not asked for as many again, and the answer is what is known. Then one
/// call tries; if it is refused too, the time is twice as long. Who asks for fewer than were refused may always try.
/// </summary>
/// <param name="refused">Told of each refusal, of which no call will tell.</param>
internal sealed class VSwitchCircuits(TimeSpan first, TimeSpan longest, TimeProvider clock, Action<CloudException> refused)
{
    private readonly Lock _gate = new();
    private readonly OpenTokens _open = new();
    private readonly Dictionary<(string VSwitch, AddressKind Kind), Circuit> _circuits = [];

    public int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _circuits.Count;
            }
        }
    }

    /// <summary>Asks for addresses, unless it is known that they are not there.</summary>
    /// <param name="vSwitch">Null where nobody knows which it is.</param>
    /// <param name="token">The call's: one that may be done already is let through.</param>
    public async Task<T> AskAsync<T>(string? vSwitch, AddressKind kind, int count, string action, string token, Func<Task<T>> call)
    {
        using var passage = vSwitch is null || _open.Holds(token) ? Passage.Free : Enter(vSwitch, kind, count, action);
        try
        {
            var result = await _open.WatchAsync(token, call).ConfigureAwait(false);
            passage.Granted();
            return result;
        }
        catch (CloudException error) when (error.IsNoAddresses)
        {
            passage.Refused();
            throw;
        }
    }

    /// <exception cref="CloudException">It is known to have fewer than that.</exception>
    public Passage Enter(string vSwitch, AddressKind kind, int count, string action)
    {
        lock (_gate)
        {
            if (!_circuits.TryGetValue((vSwitch, kind), out var circuit) || count < circuit.Refused)
            {
                return new Passage(this, vSwitch, kind, count, isProbe: false);
            }

            var left = circuit.Opens - clock.GetUtcNow();
            if (left > TimeSpan.Zero || circuit.IsTried)
            {
                var known = Known(action, vSwitch, circuit, kind, left);
                refused(known);
                throw known;
            }

            circuit.IsTried = true;
            return new Passage(this, vSwitch, kind, count, isProbe: true);
        }
    }

    /// <summary>Addresses of it came free: one may try at once.</summary>
    public void Released(string vSwitch)
    {
        lock (_gate)
        {
            foreach (var (key, circuit) in _circuits)
            {
                circuit.Opens = key.VSwitch == vSwitch ? clock.GetUtcNow() : circuit.Opens;
            }
        }
    }

    internal void Granted(string vSwitch, AddressKind kind, int count)
    {
        lock (_gate)
        {
            if (_circuits.TryGetValue((vSwitch, kind), out var circuit) && count >= circuit.Refused)
            {
                _circuits.Remove((vSwitch, kind));
            }
        }
    }

    internal void Refused(string vSwitch, AddressKind kind, int count)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (!_circuits.TryGetValue((vSwitch, kind), out var circuit))
            {
                _circuits[(vSwitch, kind)] = circuit = new Circuit { Wait = first, Refused = count };
            }
            else if (circuit.IsTried)
            {
                circuit.Wait = circuit.Wait * 2 < longest ? circuit.Wait * 2 : longest;
            }

            circuit.Refused = Math.Min(circuit.Refused, count);
            circuit.IsTried = false;
            circuit.Seen = now;
            circuit.Opens = now + circuit.Wait;
        }
    }

    internal void Abandoned(string vSwitch, AddressKind kind)
    {
        lock (_gate)
        {
            if (_circuits.TryGetValue((vSwitch, kind), out var circuit))
            {
                circuit.IsTried = false;
            }
        }
    }

    private CloudException Known(string action, string vSwitch, Circuit circuit, AddressKind kind, TimeSpan left)
    {
        var age = (clock.GetUtcNow() - circuit.Seen).TotalSeconds;
        var what = kind is AddressKind.Address4 or AddressKind.Address6 ? "addresses" : "prefixes";
        var next = left > TimeSpan.Zero ? $"it is asked again in {Math.Ceiling(left.TotalSeconds):0} s" : "it is being asked";
        return new CloudException(
            CloudErrorKind.NoAddresses, action, vSwitch, "CircuitOpen", $"{age:0} s ago it had fewer than {circuit.Refused} {what} left; {next}") { VSwitch = vSwitch };
    }

    private sealed class Circuit
    {
        /// <summary>The fewest that were refused.</summary>
        public int Refused;
        public TimeSpan Wait;
        public DateTimeOffset Seen;
        public DateTimeOffset Opens;

        /// <summary>Somebody is out to try.</summary>
        public bool IsTried;
    }
}
