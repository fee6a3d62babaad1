# Reads YAML texts, one JSON string a line, and prints what each of them is to
# Ruby, in the notation of the tests; "error" for what is refused.
require "json"
require "psych"
require "date"

def show(value)
  case value
  when Hash then "{" + value.map { |k, v| "#{key(k)}: #{show(v)}" }.join(", ") + "}"
  when Array then "[" + value.map { |v| show(v) }.join(", ") + "]"
  when nil then "nil"
  else value.to_s
  end
end

def key(value)
  raise "a key that is no text" if value.is_a?(Hash) || value.is_a?(Array)
  value.to_s
end

STDIN.each_line do |line|
  result =
    begin
      text = JSON.parse("[#{line}]").first
      loaded = Psych.unsafe_load(text)
      show(loaded || {})
    rescue Exception
      "error"
    end
  puts JSON.generate([result])
end
