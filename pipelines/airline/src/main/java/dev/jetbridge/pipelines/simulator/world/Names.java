package dev.jetbridge.pipelines.simulator.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of people by where they come from, all within ISO 8859-1, and what friends call them. */
final class Names {
  static final Names BRITISH =
      new Names(
          """
          James William Robert Thomas Michael Edward Richard Andrew David Daniel Benjamin Samuel Joseph
          Christopher Matthew Anthony Stephen Peter George Harry Oliver Jack Charles Henry Alexander
          Nicholas Patrick Simon Gareth Ian Colin Graham Stuart Neil Kenneth Alan Martin Philip Timothy
          Jonathan
          """,
          """
          Elizabeth Margaret Catherine Susan Victoria Jennifer Rebecca Deborah Patricia Alexandra Emma
          Olivia Amelia Sophie Charlotte Lucy Hannah Alice Jessica Chloe Zoë Fiona Helen Louise Karen
          Sarah Rachel Claire Nicola Joanne Julie Eleanor Grace Abigail Georgina Harriet Imogen Isobel
          Rosemary Heather
          """,
          """
          Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker
          White Roberts Green Hall Wood Jackson Clarke Patterson Hughes Edwards Hill Moore Clark Harrison
          Scott Young Morris Bennett Cooper Bailey Parker Cox Shaw Mitchell Bell Murphy O'Brien O'Connor
          MacDonald McKenzie Campbell Stewart Ferguson Hamilton Graham Murray Reid Holloway Pemberton
          Ashworth Barlow Chadwick Dawson Ellison Fairfax Garland Hartley Ingram Jarvis Kendall Langley
          Marlowe Norwood Osborne Prescott Quigley Ramsden Sheldon Thornton Underhill Whitaker
          """);
  static final Names ARABIC =
      new Names(
          """
          Mohammed Ahmed Ali Omar Hassan Hussein Khalid Abdullah Saeed Sultan Rashid Hamad Faisal Yousef
          Ibrahim Tariq Majid Nasser Salem Saif Mansour Jamal Karim Walid Ziad Samir Bilal Hamza Anas
          Mustafa
          """,
          """
          Fatima Aisha Mariam Layla Noor Salma Huda Amal Hessa Latifa Sara Reem Dana Hind Shamma Maitha
          Alia Khadija Zainab Yasmin Rania Lina Nadia Samira Amira Dalia Hala Rima Ghada Maha
          """,
          """
          Al-Maktoum Al-Mansouri Al-Shamsi Al-Ketbi Al-Suwaidi Al-Mazrouei Al-Nuaimi Al-Zaabi Al-Hashimi
          Al-Marri Haddad Khoury Nasser Hassan Rahman Saleh Mahmoud Farouk Aziz Hamdan Qasim Habib Najjar
          Sabbagh Shaheen Barakat Daher Fahmy Ghanem Halabi Issa Jaber Kanaan Lahham Masri Nassar Obeid
          Qureshi Rizk Sayegh Tannous Wahab Yassin Zaki Bishara Darwish Fayed Ghazal Hijazi Younes
          """);
  static final Names INDIAN =
      new Names(
          """
          Rajesh Amit Sanjay Vijay Suresh Ramesh Anil Sunil Rahul Rohit Arjun Vikram Karthik Arun Deepak
          Manoj Prakash Ravi Ashok Nikhil Aditya Siddharth Krishnan Venkatesh Gopal Harish Naveen Pradeep
          Sachin Varun
          """,
          """
          Priya Anjali Sunita Kavita Deepa Lakshmi Meena Neha Pooja Divya Shreya Ananya Radha Sita Geeta
          Usha Rekha Asha Nisha Swati Aishwarya Bhavana Chitra Indira Jyoti Kamala Lata Mala Nandini
          Padma
          """,
          """
          Sharma Verma Gupta Patel Shah Mehta Desai Joshi Iyer Iyengar Nair Menon Pillai Reddy Rao Naidu
          Krishnamurthy Subramaniam Venkataraman Chatterjee Banerjee Mukherjee Das Ghosh Bose Sen Singh
          Kaur Gill Malhotra Kapoor Khanna Chopra Bhatia Agarwal Bansal Goyal Mittal Saxena Srivastava
          Mishra Pandey Tiwari Dubey Kulkarni Deshpande Patil Jadhav Fernandes D'Souza
          """);
  static final Names EUROPEAN =
      new Names(
          """
          Jean François Pierre Luc Étienne René Hans Jürgen Klaus Stefan Matthias Jörg Giovanni Luca Marco
          Andrea Paolo Giuseppe José Javier Álvaro Ramón Andrés Pieter Joost Søren Björn Lars Erik Magnus
          """,
          """
          Marie Hélène Chloé Amélie Geneviève Céline Ursula Anja Birgit Käthe Sabine Jutta Giulia Chiara
          Francesca Elena Paola Lucía María Inés Begoña Núria Anneke Saskia Astrid Ingrid Åsa Freja Linnéa
          Sigrid
          """,
          """
          Müller Schröder Schäfer Weiß Köhler Krüger Böhm Groß Fuchs Vogel Keller Huber Dubois Lefèvre
          Moreau Girard Rousseau Gauthier Lemaître Béranger Bernard Fontaine Rossi Esposito Ferrari
          Ricci Marino Colombo Mancini Barbieri García Fernández Rodríguez Muñoz Núñez Ibáñez Gutiérrez
          Sánchez Castaño Peña Jansen Visser Bakker Hoekstra Lindström Sjöberg Åkesson Nygård Sørensen
          Østergaard
          """);
  static final Names AMERICAN =
      new Names(
          """
          John Christopher Joshua Brandon Tyler Kevin Brian Ryan Justin Eric Jeffrey Gregory Jacob Austin
          Dylan Ethan Mason Logan Hunter Walter Carl Raymond Jesus Carlos Wei Minh Kenji Dmitri William
          Robert
          """,
          """
          Ashley Brittany Amanda Stephanie Nicole Melissa Kimberly Megan Crystal Amber Madison Taylor
          Mackenzie Brooke Kayla Guadalupe Mei Linh Yuki Svetlana Elizabeth Katherine Jennifer Patricia
          Barbara Nancy Sandra Donna Carol Ruth
          """,
          """
          Miller Anderson Martinez Hernandez Lopez Gonzalez Nguyen Kim Chen Wang Yamamoto Ivanov Kowalski
          Novak Schmidt Meyer Olson Larson Peterson Carlson Washington Jefferson Freeman Banks Coleman
          Brooks Sanders Perry Powell Long Foster Butler Simmons Bryant Russell Griffin Diaz Hayes Myers
          Ford Hunter Crawford Mason Burns Gordon Black Daniels Palmer Mills Nichols
          """);

  private static final Map<String, String> NICKNAMES = new HashMap<>();

  static {
    String pairs =
        """
        William Bill Robert Bob Thomas Tom Michael Mike Edward Ted Richard Dick Andrew Andy David Dave
        Daniel Dan Benjamin Ben Samuel Sam Joseph Joe Christopher Chris Matthew Matt Anthony Tony
        Stephen Steve James Jim Charles Charlie Henry Harry Alexander Alex Nicholas Nick Kenneth Ken
        Timothy Tim Jonathan Jon Philip Phil Patrick Paddy Elizabeth Liz Margaret Maggie Catherine
        Kate Susan Sue Victoria Vicky Jennifer Jenny Rebecca Becky Deborah Debbie Patricia Pat
        Alexandra Alex Jessica Jess Katherine Kathy Barbara Barb Jeffrey Jeff Gregory Greg Joshua Josh
        Jacob Jake Mohammed Muhammad Hussein Hussain Yousef Yusuf Giuseppe Beppe Giovanni Gianni José
        Pepe Francesca Franca Venkatesh Venky Krishnan Krish Siddharth Sid Walter Walt Raymond Ray
        Kimberly Kim Stephanie Steph Melissa Mel Amanda Mandy Eleanor Ellie Abigail Abby
        """;
    List<String> words = List.of(pairs.trim().split("\\s+", -1));
    for (int i = 0; i < words.size(); i += 2) {
      NICKNAMES.put(words.get(i), words.get(i + 1));
    }
  }

  private final List<String> male;
  private final List<String> female;
  private final List<String> surnames;

  private Names(String male, String female, String surnames) {
    this.male = List.of(male.trim().split("\\s+", -1));
    this.female = List.of(female.trim().split("\\s+", -1));
    this.surnames = List.of(surnames.trim().split("\\s+", -1));
  }

  List<String> given(boolean isFemale) {
    return isFemale ? female : male;
  }

  /** A surname, one time in ten of two families, so that names do not repeat too often. */
  String surname(Draws draws) {
    String surname = draws.pick(surnames);
    String other = draws.pick(surnames);
    boolean isDouble = draws.chance(0.1) && !surname.equals(other) && !surname.contains("-");
    return isDouble ? surname + "-" + other : surname;
  }

  /** The short or variant form of a given name; the name itself when it has none. */
  static String nickname(String given) {
    return NICKNAMES.getOrDefault(given, given);
  }
}
