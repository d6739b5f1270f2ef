using System.Net;
using Fairlead.Model.Addresses;

namespace Fairlead.Core.Tests.Addresses;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.256")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("1.2.3.4 ")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4\0")]
    [InlineData("1.2.3.+4")]
    [InlineData("1.2.3.-4")]
    [InlineData("1.2.3.٤")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fd00::g")]
    [InlineData(":")]
    public void What_is_no_address_is_not_read(string text) => Assert.False(InetAddress.TryParse(text, out _));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("10.0.100.9")]
    [InlineData("fd00::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    public void An_address_is_read_as_the_runtime_reads_it(string text) =>
        Assert.Equal(IPAddress.Parse(text).GetAddressBytes(), InetAddress.Parse(text).ToBytes());

    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var address = InetAddress.V4((uint)random.NextInt64(1L << 32));
            Assert.Equal(address, InetAddress.Parse(address.ToString()));
        }
    }
}
