using Fairlead.Cloud.Alibaba.Circuits;
using Fairlead.Testing.Clocks;

namespace Fairlead.Cloud.Tests.Circuits;

public sealed class CircuitTests
{
    private readonly ManualClock _clock = new();
    private readonly List<CloudException> _refusals = [];
    private readonly VSwitchCircuits _circuits;

    public CircuitTests() => _circuits = new VSwitchCircuits(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(35), _clock, _refusals.Add);

    [Fact]
    public void What_was_refused_is_not_asked_again_and_less_is()
    {
        Refuse(8);
        _clock.Advance(TimeSpan.FromSeconds(4));
        var error = Assert.Throws<CloudException>(() => Enter(8));
        Assert.Equal("AssignPrivateIpAddresses vsw-a: 4 s ago it had fewer than 8 addresses left; it is asked again in 6 s (CircuitOpen)", error.Message);
        Assert.Equal((CloudErrorKind.NoAddresses, "vsw-a"), (error.Kind, error.VSwitch));
        Assert.Same(error, Assert.Single(_refusals));
        Enter(7).Granted();
        Assert.Throws<CloudException>(() => Enter(9));
        using var other = _circuits.Enter("vsw-b", AddressKind.Address4, 8, "x");
        using var prefix = _circuits.Enter("vsw-a", AddressKind.Prefix4, 8, "x");
    }

    [Fact]
    public void One_tries_and_the_time_doubles_up_to_its_longest()
    {
        Refuse(1);
        foreach (var seconds in new[] { 10, 20, 35, 35 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Throws<CloudException>(() => Enter(1));
            _clock.Advance(TimeSpan.FromSeconds(1));
            using var probe = Enter(1);
            Assert.EndsWith("it is being asked (CircuitOpen)", Assert.Throws<CloudException>(() => Enter(1)).Message);
            probe.Refused();
        }

        Assert.Equal(1, _circuits.OpenCount);
    }

    [Fact]
    public void A_try_that_succeeds_closes_it_and_one_that_ends_otherwise_leaves_it_to_the_next()
    {
        Refuse(1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Enter(1).Dispose();
        Enter(1).Granted();
        Assert.Equal(0, _circuits.OpenCount);
        Enter(20).Granted();
    }

    [Fact]
    public void A_release_lets_one_try_at_once()
    {
        Refuse(1);
        Assert.Throws<CloudException>(() => Enter(1));
        _circuits.Released("vsw-other");
        Assert.Throws<CloudException>(() => Enter(1));
        _circuits.Released("vsw-a");
        Enter(1).Granted();
    }

    private void Refuse(int count) => Enter(count).Refused();

    private Passage Enter(int count) => _circuits.Enter("vsw-a", AddressKind.Address4, count, "AssignPrivateIpAddresses");
}
