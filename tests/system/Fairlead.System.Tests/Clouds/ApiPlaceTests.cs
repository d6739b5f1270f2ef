using System.Net;
using System.Net.Sockets;
using Fairlead.Lab.Entrance;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Clouds;

/// <summary>Where a lab's OpenAPI listens is found out before anything is started.</summary>
public sealed class ApiPlaceTests
{
    [Fact]
    public void A_place_that_is_taken_or_is_none_starts_nothing()
    {
        LabUser.Root.Require();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var name = $"t-place-{Environment.ProcessId}";
        foreach (var (place, status, message) in new[]
        {
            ($"{taken.LocalEndpoint}", 1, $"cannot listen at {taken.LocalEndpoint}"), ("192.0.2.1:80", 1, "cannot listen at 192.0.2.1:80"), ("8080", 2, "no address with a port"),
        })
        {
            var done = LabUser.Root.Fairlead("lab", "up", "--name", name, "--api", place);
            Assert.Equal(status, done.Status);
            Assert.Contains(message, done.Errors, StringComparison.Ordinal);
            Assert.Null(LabFinder.Find(name));
        }
    }
}
