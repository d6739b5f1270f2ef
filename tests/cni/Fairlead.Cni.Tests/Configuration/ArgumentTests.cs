using Fairlead.Agent.Cni;

namespace Fairlead.Cni.Tests.Configuration;

/// <summary>CNI_ARGS as runtimes write them: any order, keys of others behind IgnoreUnknown.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void Every_order_says_the_same()
    {
        string[] pairs = ["IgnoreUnknown=1", "K8S_POD_NAMESPACE=ns", "K8S_POD_NAME=pod", "K8S_POD_INFRA_CONTAINER_ID=c", "K8S_POD_UID=u", "OTHER=x"];
        var expected = new CniArguments { PodNamespace = "ns", PodName = "pod", PodUid = "u" };
        for (var shift = 0; shift < pairs.Length; shift++)
        {
            Assert.Equal(expected, CniArguments.Parse(string.Join(';', pairs[shift..].Concat(pairs[..shift]))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("IgnoreUnknown=0")]
    public void Nothing_said_is_nothing_known(string text) => Assert.Equal(new CniArguments(), CniArguments.Parse(text));

    [Theory]
    [InlineData("K8S_POD_NAME=a=b;;K8S_POD_NAME=c=d", "c=d")]
    [InlineData("K8S_POD_NAME=", "")]
    public void A_value_is_all_behind_the_first_equals_sign(string text, string name) => Assert.Equal(name, CniArguments.Parse(text).PodName);

    [Theory]
    [InlineData("IP=10.1.2.3", "10.1.2.3")]
    [InlineData("IP=fd00::3/64", "fd00::3")]
    public void An_address_may_come_with_a_prefix_length(string text, string address) => Assert.Equal(address, CniArguments.Parse(text).Ip.ToString());

    [Fact]
    public void A_MAC_is_read() => Assert.Equal("02:00:00:00:00:0a", CniArguments.Parse("MAC=02:00:00:00:00:0A").Mac.ToString());

    [Theory]
    [InlineData("OTHER=x;YET=y", "OTHER, YET")]
    [InlineData("OTHER=x;IgnoreUnknown=false", "IgnoreUnknown=1")]
    [InlineData("ignoreunknown=1", "ignoreunknown")]
    [InlineData("K8S_POD_NAME", "KEY=value")]
    [InlineData("=x", "KEY=value")]
    [InlineData("MAC=02-00", "MAC")]
    [InlineData("IP=somewhere", "somewhere")]
    public void What_is_wrong_is_code_4_and_quoted(string text, string quoted)
    {
        var error = Assert.Throws<CniException>(() => CniArguments.Parse(text));
        Assert.Equal(4, error.Code);
        Assert.Contains(quoted, error.Message);
    }
}
