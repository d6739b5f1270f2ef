namespace Fairlead.Conformance.Tests.Plugins;

/// <summary>
/// Each kind of violation is found: a shell script before the reference plug-in ptp breaks one thing, and the case that is about it fails.
/// $real is ptp, "$@" nothing; standard input is the configuration.
/// </summary>
public sealed class BrokenPluginTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fl-broken-").FullName;

    // What makes a plug-in of 1.0.0 one of 1.1.0, so that only the two new verbs are its own.
    private const string As110 = "[ $CNI_COMMAND = VERSION ] && exec echo '{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"1.1.0\"]}'; old() { sed s/1.1.0/1.0.0/g | $real | sed s/1.0.0/1.1.0/g; }; ";

    private const string DeleteAllLinks = "for l in $(ip -o link | sed -n 's/^[0-9]*: \\(veth[^@:]*\\).*/\\1/p'); do ip link delete $l; done; ";

    private const string Refuse = "{ echo '{\"code\":100,\"msg\":\"no\"}'; exit 1; }; ";

    // A script that can break several things at once does: each run starts two programs.
    public static TheoryData<string, string, string> Scripts => new()
    {
        {
            "add",
            "1.0.0: the result bears the version | 1.0.0: the result has the shape | 1.0.0: MACs are those of the kernel | 1.0.0: the interfaces that were made are listed | 1.0.0: addresses are those of the kernel | 1.0.0: routes are in the kernel",
            """
            [ $CNI_COMMAND = ADD ] || exec $real
            $real | sed -e 's/"cniVersion": *"1.0.0"/"cniVersion": "0.4.0"/; s/"address":/"version": "4", "address":/; s/"interface": [0-9]*/"interface": 7/' \
              -e 's/"mac": *"[^"]*"/"mac": "02:00:00:00:00:99"/; s|"sandbox": *"[^"]*"|"sandbox": "/elsewhere"|; s/"name": *"veth[^"]*"/"name": "veth-none"/' \
              -e 's|"address": *"[0-9.]*/|"address": "10.99.0.1/|; s|"dst": *"0.0.0.0/0"|"dst": "192.0.2.0/24"|'
            """
        },
        { "add", "1.0.0: the result bears the version", "[ $CNI_COMMAND = ADD ] && echo starting; exec $real" },
        {
            "add",
            "1.1.0: ADD succeeds | 1.0.0: CHECK after ADD | 1.0.0: DEL leaves nothing in the node | 1.0.0: DEL leaves nothing in the sandbox",
            """[ $CNI_COMMAND = VERSION ] && exec echo '{"cniVersion":"1.0.0","supportedVersions":["1.0.0","1.1.0"]}'; [ $CNI_COMMAND = CHECK ] && """ + Refuse + "[ $CNI_COMMAND = DEL ] || exec $real"
        },
        { "version", "VERSION names the versions it supports | VERSION with variables that mean nothing", """[ -z "$CNI_NETNS" ] || exit 1; [ $CNI_COMMAND = VERSION ] && exec echo '{"cniVersion":"1.0.0"}'; exec $real""" },
        { "version", "it supports the versions of the list", """[ $CNI_COMMAND = VERSION ] && exec echo '{"cniVersion":"0.4.0","supportedVersions":["0.4.0"]}'; exec $real""" },
        { "environment", "ADD without CNI_NETNS", "$real; exit 0" },
        { "environment", "ADD without CNI_NETNS", """out=$($real) || { echo "$out" >&2; exit 1; }; echo "$out" """ },
        {
            "environment",
            "CNI_IFNAME with a colon | CNI_CONTAINERID with a slash | variables that are missing are named",
            """export CNI_CONTAINERID=$(echo $CNI_CONTAINERID | tr / x); out=$($real); status=$?; echo "$out" | sed 's/"code": *4/"code": 7/; s/CNI_[A-Z]*/a variable/g'; exit $status"""
        },
        {
            "input",
            "cniVersion that nobody has | name is missing | standard input is no JSON",
            """
            in=$(cat | sed s/99.0.0/1.0.0/); case $in in *'"name"'*) ;; *) in="{\"name\":\"net\",${in#?}" ;; esac
            out=$(printf %s "$in" | $real); status=$?; echo "$out" | sed 's/"code": *6/"code": 999/'; exit $status
            """
        },
        {
            "refuse",
            "ADD twice for one container | the first ADD is untouched by the second",
            """
            out=$($real) || { [ $CNI_COMMAND = ADD ] && { nsenter --net=$CNI_NETNS ip address flush dev $CNI_IFNAME; exec cat /var/lib/cni/last; }; }
            echo "$out"; [ $CNI_COMMAND != ADD ] || echo "$out" > /var/lib/cni/last
            """
        },
        { "refuse", "ADD with an interface name that is taken | the interface that was there is untouched", "[ $CNI_COMMAND != ADD ] || nsenter --net=$CNI_NETNS ip link delete $CNI_IFNAME 2>/dev/null; exec $real" },
        { "check", "CHECK finds an address that is gone | CHECK finds a route that is gone | CHECK finds the interface gone | CHECK without prevResult", "[ $CNI_COMMAND = CHECK ] || exec $real" },
        { "check", "CHECK does not mind an address that somebody added", "[ $CNI_COMMAND = CHECK ] && nsenter --net=$CNI_NETNS ip address | grep -q 203.0.113 && " + Refuse + "exec $real" },
        {
            "del",
            "DEL twice <- | DEL without prevResult <- | DEL with the CNI_NETNS of a sandbox that is gone <-",
            """in=$(cat); [ $CNI_COMMAND = ADD ] && mkdir /var/lib/cni/$CNI_CONTAINERID; if [ $CNI_COMMAND = DEL ]; then rmdir /var/lib/cni/$CNI_CONTAINERID || """ + Refuse
                + """[ -e "$CNI_NETNS" ] || """ + Refuse + """case $in in *prevResult*) ;; *) """ + Refuse + """ ;; esac; fi; printf %s "$in" | $real"""
        },
        { "del", "DEL that comes late does not touch", "[ $CNI_COMMAND = DEL ] && " + DeleteAllLinks + "exec $real" },
        { "arguments", "CNI_ARGS in another order | dns of the configuration", "case $CNI_ARGS in K8S*) " + Refuse + " ;; esac; in=$(cat); case $in in *nameservers*) " + Refuse + " ;; esac; printf %s \"$in\" | $real" },
        {
            "parallel",
            "6 ADDs at once",
            """
            [ $CNI_COMMAND = ADD ] || exec $real
            mkdir /var/lib/cni/busy || { echo '{"code":11,"msg":"busy"}'; exit 1; }
            sleep 0.5; out=$($real); status=$?; rmdir /var/lib/cni/busy; echo "$out"; exit $status
            """
        },
    };

    public static TheoryData<string, string> NewScripts => new()
    {
        { "GC keeps what is on the list", "[ $CNI_COMMAND = GC ] && { " + DeleteAllLinks + "exit 0; }; old" },
        {
            "GC without a list keeps everything | GC takes away what is not on the list | STATUS says that ADD can be served",
            "in=$(cat); number=${CNI_CONTAINERID##*-}; case $CNI_COMMAND in STATUS) echo '{\"code\":50,\"msg\":\"no\"}'; exit 1 ;; GC) case $in in *valid-att*) ;; *) " + DeleteAllLinks + " ;; esac; exit 0 ;; "
                + "ADD) ip route add blackhole 192.0.2.$number/32 ;; DEL) ip route delete blackhole 192.0.2.$number/32 2>/dev/null ;; esac; printf %s \"$in\" | old"
        },
    };

    /// <param name="found">Beginnings of the cases that must fail.</param>
    [Theory, MemberData(nameof(Scripts))]
    public void A_plug_in_that_does_it_wrong(string group, string found, string script) => AssertFound([group], found, script);

    [Theory, MemberData(nameof(NewScripts))]
    public void A_plug_in_whose_new_verbs_are_wrong(string found, string script) => AssertFound(["gc", "status"], found, As110 + script, "1.1.0");

    [Fact]
    public void An_address_that_is_given_twice()
    {
        CheckRun.Reference("static");
        AssertFound(["parallel"], "no address is given twice", "exec $real", ipam: """{"type": "static", "addresses": [{"address": "10.214.0.5/24"}]}""");
    }

    [Fact]
    public void The_script_that_breaks_nothing_is_not_held_to_account()
    {
        var run = Check(["refuse", "check", "del", "parallel", "arguments"], "exec $real");
        Assert.Empty(run.Failed);
        Assert.Equal(0, run.Status);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void AssertFound(string[] groups, string found, string script, string version = "1.0.0", string? ipam = null)
    {
        var run = Check(groups, script, version, ipam);
        Assert.Equal(1, run.Status);
        foreach (var name in found.Split(" | "))
        {
            Assert.Contains(run.Failed, failed => failed.StartsWith(name, StringComparison.Ordinal));
        }
    }

    private CheckRun Check(string[] groups, string script, string version = "1.0.0", string? ipam = null)
    {
        var real = CheckRun.Reference("ptp");
        var plugin = Path.Combine(_folder, "broken");
        File.WriteAllText(plugin, $"#!/bin/sh\nreal={real}\n{script}\n");
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var list = Path.Combine(_folder, "net.conflist");
        ipam ??= """{"type": "host-local", "ranges": [[{"subnet": "10.214.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}""";
        File.WriteAllText(list, $$"""{"cniVersion": "{{version}}", "name": "fl-broken", "plugins": [{"type": "broken", "ipam": {{ipam}}}]}""");
        return CheckRun.Of([list, "--plugins", _folder, "--plugins", Path.GetDirectoryName(real)!, .. groups.SelectMany(group => new[] { "--only", group })]);
    }
}
