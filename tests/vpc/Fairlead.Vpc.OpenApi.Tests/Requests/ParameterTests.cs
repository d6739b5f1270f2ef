using System.Text;
using Fairlead.Vpc.OpenApi.Binding;
using Fairlead.Vpc.OpenApi.Replies;
using Fairlead.Vpc.OpenApi.Requests;
using Fairlead.Vpc.OpenApi.Texts;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Vpc.OpenApi.Tests.Requests;

/// <summary>From an address or a form to values, and texts into answers: whatever the letters are.</summary>
public sealed class ParameterTests
{
    [Fact]
    public void What_was_encoded_is_found_again()
    {
        var names = Gen.Elements("Name", "Name.1", "Name.2", "NameX", "ä b", "Tag.1.Key").ArrayOf();
        var pairs = from some in names from values in ArbMap.Default.GeneratorFor<NonNull<string>>().ArrayOf(some.Length) select some.Zip(values.Select(value => Clean(value.Get))).DistinctBy(pair => pair.First).ToArray();
        Prop.ForAll(pairs.ToArbitrary(), pairs =>
        {
            var request = Request(string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.First)}={Uri.EscapeDataString(pair.Second)}")));
            return pairs.All(pair => (request.Text(Encoding.UTF8.GetBytes(pair.First)) ?? "") == pair.Second) && request.Parameters.Count == pairs.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_octets_are_read_or_refused()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().ToArbitrary(), octets =>
        {
            var parameters = new ParameterSet();
            parameters.Add(octets, inQuery: true);
            parameters.Sort();
            return parameters.Count <= octets.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Encoding_is_that_of_RFC_3986()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<NonNull<string>>().ToArbitrary(), text =>
        {
            var (once, twice, value) = (new ByteText(), new ByteText(), Clean(text.Get));
            once.AppendEncoded(Encoding.UTF8.GetBytes(value));
            twice.AppendEncodedTwice(Encoding.UTF8.GetBytes(value));
            var expected = Uri.EscapeDataString(value);
            return Encoding.UTF8.GetString(once.Span) == expected && Encoding.UTF8.GetString(twice.Span) == Uri.EscapeDataString(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_written_so_that_others_read_it()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<NonNull<string>>().ToArbitrary(), text =>
        {
            var value = Clean(text.Get);
            var (json, xml) = (new ByteText(), new ByteText());
            Write(new JsonReply(json), value);
            Write(new XmlReply(xml), value);
            var read = System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(xml.Span), System.Xml.Linq.LoadOptions.PreserveWhitespace).Root!.Element("Text")!.Value;
            return System.Text.Json.Nodes.JsonNode.Parse(json.Span)!["Text"]!.GetValue<string>() == value && read == Sayable(value);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("A.2=y&A.1=x&A.10=z&A.3=&A.x=no&A.0=no&AB.1=no&A=no&A.1.Key=no", "x,y,z")]
    [InlineData("A.100000=x&A.5=y", "y,x")]
    [InlineData("B.1=x", "")]
    public void A_list_is_in_the_order_of_its_numbers(string query, string expected) =>
        Assert.Equal(expected, string.Join(',', NumberedParameters.Read(Request(query).Parameters, "A"u8).Values()));

    [Theory]
    [InlineData("Tag.2.Key=b&Tag.1.Key=a&Tag.1.Value=v&Tag.x.Key=no", "a=v,b=")]
    [InlineData("Tag.1.Key=a&Tag.1.Value=", "a=")]
    public void Tags_have_keys_and_may_have_values(string query, string expected)
    {
        var reader = new ParameterReader(Request(query));
        Assert.Equal(expected, string.Join(',', reader.Tags().Select(tag => $"{tag.Key}={tag.Value}")));
        Assert.Null(reader.Error);
    }

    [Theory]
    [InlineData("Wish=x", true)]
    [InlineData("Wish=false", false)]
    [InlineData("Wish=", false)]
    [InlineData("Wish.1=x", true)]
    [InlineData("WishX=x", false)]
    [InlineData("Wis=x", false)]
    public void A_wish_that_cannot_be_fulfilled_is_refused(string query, bool refused)
    {
        var reader = new ParameterReader(Request(query));
        reader.Refuse("Wish");
        Assert.Equal(refused ? "UnsupportedParameter" : null, reader.Error?.Code);
    }

    [Fact]
    public void Of_several_mistakes_the_first_is_told()
    {
        var reader = new ParameterReader(Request("Number=x"));
        Assert.Equal((null, ""), (reader.Number("Number"u8), reader.Required("Other"u8)));
        Assert.Contains("Number", reader.Error!.Message);
    }

    private static ApiRequest Request(string query)
    {
        var request = new ApiRequest();
        request.Read("GET", "/", query, new HeaderDictionary(), default);
        return request;
    }

    private static void Write(ReplyWriter writer, string value)
    {
        writer.Begin("Root");
        writer.Text("Text"u8, value);
        writer.End("Root");
    }

    // Lone surrogates are no text; XML cannot say most control characters, and two that are no characters at all.
    private static string Clean(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\uFFFE", "", StringComparison.Ordinal).Replace("\uFFFF", "", StringComparison.Ordinal);

    private static string Sayable(string text) => string.Concat(text.Select(letter => letter < ' ' && letter is not ('\t' or '\n' or '\r') ? '?' : letter));
}
